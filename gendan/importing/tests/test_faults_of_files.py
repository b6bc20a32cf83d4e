"""A file that cannot be read is told once, with its cause."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from gendan.importing import run_import
from gendan.importing.tests.test_import import SUPPLIERS, TODAY, imported, write
from world.tests.counters import Counters

OF_XLSX = """
[[table]]
target = "orders"
key = "po"
fields = { customer = "c", customer_po = "po" }
lines = { fields = { item = "item", quantity = "qty" } }
"""
LOOKS_UP = """
[[table]]
target = "carriers"
file = "carriers.csv"
key = "c"
[table.fields]
carrier = "c"
name = { column = "name", lookup = { file = "gone.csv", match = "a", by = "c" } }
"""


async def told(folder: Path, toml: str, source: str | None = None) -> list[str]:
    (folder / "mapping.toml").write_text(toml, encoding="utf-8")
    async with Counters().api() as api:
        report = await run_import(folder / source if source else folder, folder / "mapping.toml", api, today=TODAY)
    return [str(fault) for fault in report.faults]


def orders_xlsx(folder: Path, *rows: list[str | int]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    header: list[str | int] = ["po", "c", "item", "qty", "note"]
    for row in (header, *rows):
        page.append(row)
    book.save(folder / "orders.xlsx")
    return folder / "orders.xlsx"


async def test_a_formula_without_a_stored_result_is_told_and_not_taken_for_nothing(tmp_path: Path) -> None:
    orders_xlsx(tmp_path, ["A1", "K", "X", "=5+5"], ["A2", "K", "X", 3])
    faults = await told(tmp_path, OF_XLSX, "orders.xlsx")
    assert faults == ["orders.xlsx:2 qty: expected a value, came the formula =5+5 without a stored result"]


async def test_a_formula_in_a_column_that_nobody_reads_is_no_fault(tmp_path: Path) -> None:
    orders_xlsx(tmp_path, ["A1", "K", "X", 3, "=D2*2"])
    assert await told(tmp_path, OF_XLSX, "orders.xlsx") == []


async def test_a_formula_with_a_stored_result_is_its_result_though_that_be_an_empty_text(tmp_path: Path) -> None:
    made = orders_xlsx(tmp_path, ["A1", "K", "X", "=5+5"], ["A2", "K", "=IF(1,)", 3])
    stored = {"<f>5+5</f><v />": "<f>5+5</f><v>10</v>", 'r="C3"><f>': 'r="C3" t="str"><f>'}
    rewritten(made, tmp_path / "stored.xlsx", stored)
    assert await told(tmp_path, OF_XLSX, "stored.xlsx") == []


def rewritten(made: Path, into: Path, changes: dict[str, str]) -> None:
    with zipfile.ZipFile(made) as book, zipfile.ZipFile(into, "w") as changed:
        for name in book.namelist():
            part = re.sub(
                rb"<v></v>|<v/>", b"<v />", book.read(name)
            )  # openpyxl writes it otherwise where lxml is there
            for old, new in changes.items() if "sheet1" in name else ():
                assert old.encode() in part, part
                part = part.replace(old.encode(), new.encode())
            changed.writestr(name, part)


async def test_a_key_that_is_a_formula_without_a_result_is_told(tmp_path: Path) -> None:
    orders_xlsx(tmp_path, ["=B2", "K", "X", 3])
    faults = await told(tmp_path, OF_XLSX, "orders.xlsx")
    assert faults[0] == "orders.xlsx:2 po: expected a value, came the formula =B2 without a stored result"


async def test_a_broken_spreadsheet_is_told_as_one(tmp_path: Path) -> None:
    whole = orders_xlsx(tmp_path, ["A1", "K", "X", 3])
    with zipfile.ZipFile(whole) as book, zipfile.ZipFile(tmp_path / "half.xlsx", "w") as half:
        for name in book.namelist():
            half.writestr(name, book.read(name)[:-40] if "sheet1" in name else book.read(name))
    (fault,) = await told(tmp_path, OF_XLSX, "half.xlsx")
    assert fault.startswith("half.xlsx:1: expected a readable XLSX file, came ")


async def test_what_is_no_spreadsheet_is_told_without_an_encoding(tmp_path: Path) -> None:
    write(tmp_path, "orders.xlsx", "po,c\n")
    assert await told(tmp_path, OF_XLSX, "orders.xlsx") == [
        "orders.xlsx:1: expected a readable XLSX file, came a damaged file, or none that is XLSX"
    ]


async def test_a_missing_sheet_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    orders_xlsx(tmp_path)
    toml = OF_XLSX.replace('key = "po"', 'sheet = "订单"\nkey = "po"')
    assert await told(tmp_path, toml, "orders.xlsx") == [
        "orders.xlsx[订单]:1: expected one of the sheets Sheet, came 订单"
    ]


async def test_a_missing_file_is_told_once(tmp_path: Path) -> None:
    (fault,) = await told(tmp_path, SUPPLIERS)
    assert fault.startswith("suppliers.csv:1: expected a readable file, came ")
    assert "no such file" in fault


async def test_an_empty_file_is_told_once(tmp_path: Path) -> None:
    write(tmp_path, "suppliers.csv", "")
    assert await told(tmp_path, SUPPLIERS) == ["suppliers.csv:1: expected a header, came nothing"]


async def test_a_wrong_encoding_is_told_once_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").write_bytes("nr,Name,Land,Ziel\n7,Müller,China,30\n".encode("latin-1"))
    (fault,) = await told(tmp_path, SUPPLIERS)
    assert fault.startswith("suppliers.csv:1: expected text in utf-8-sig (format.encoding of the mapping), came ")


async def test_a_file_that_several_tables_read_is_told_once(tmp_path: Path) -> None:
    assert len(await told(tmp_path, SUPPLIERS + SUPPLIERS)) == 1


async def test_another_delimiter_is_suggested(tmp_path: Path) -> None:
    write(tmp_path, "suppliers.csv", "nr;Name;Land;Ziel\n7;Müller;China;1,5\n")
    (fault,) = await told(tmp_path, SUPPLIERS)
    assert fault.startswith("suppliers.csv:1: expected columns parted by ',', came 'nr;Name;Land;Ziel'; ")
    assert fault.endswith("is format.delimiter = ';' missing in the mapping?")


async def test_a_lookup_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    write(tmp_path, "carriers.csv", "c\n1\n2\n")
    (fault,) = await told(tmp_path, LOOKS_UP)
    assert fault.startswith("gone.csv:1: expected a readable file, came ")


async def test_a_lookup_file_without_the_column_is_told(tmp_path: Path) -> None:
    write(tmp_path, "carriers.csv", "c\n1\n2\n")
    write(tmp_path, "gone.csv", "a,b\n1,2\n")
    assert await told(tmp_path, LOOKS_UP) == ["gone.csv:1 name: expected this column, came a, b"]


async def test_a_file_of_lines_that_is_not_there_is_named(tmp_path: Path) -> None:
    write(tmp_path, "heads.csv", "po,c\n1,K\n")
    toml = OF_XLSX.replace('key = "po"', 'file = "heads.csv"\nkey = "po"').replace(
        "{ fields = { item", '{ file = "lines.csv", fields = { item'
    )
    (fault,) = await told(tmp_path, toml)
    assert fault.startswith("lines.csv:1: expected a readable file, came ")


@pytest.mark.parametrize(("second", "faults"), [("A1,K,X,3", 1), ("A1,K,X,4", 0), ("A2,K,X,3", 0)])
async def test_a_row_of_an_order_that_comes_twice_is_told_and_not_two_lines(
    tmp_path: Path, second: str, faults: int
) -> None:
    write(tmp_path, "orders.csv", f"po,c,item,qty\nA1,K,X,3\n{second}\n")
    counters = Counters()
    report = await imported(tmp_path, counters, OF_XLSX.replace('key = "po"', 'file = "orders.csv"\nkey = "po"'))
    expected = "a row that comes once; if both are meant, one row with the sum"
    assert [str(fault) for fault in report.faults] == [f"orders.csv:3: expected {expected}, came all of line 2 again"][
        :faults
    ]

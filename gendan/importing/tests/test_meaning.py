"""What cells mean is compared and taken, not how they happen to be written (SAL-2)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gendan.importing import ImportReport
from gendan.importing.tests.test_import import imported, write
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("SAL-2")

ORDERS = """
[[table]]
target = "orders"
file = "orders.csv"
key = "po"
[table.fields]
customer = "cust"
customer_po = "po"
wanted = "wanted"
"deliver_to.street" = "street"
"deliver_to.city" = { value = "Berlin" }
"deliver_to.country" = { value = "DE" }
[table.lines]
discount = "off"
[table.lines.fields]
item = "sku"
quantity = "qty"
"unit_price.amount" = "price"
"unit_price.currency" = { value = "EUR" }
"""
HEADER = "po,cust,street,wanted,sku,qty,price,off,note\n"


@pytest.fixture
def counters() -> Counters:
    return Counters()


async def taken(folder: Path, counters: Counters, rows: str, toml: str = ORDERS) -> ImportReport:
    write(folder, "orders.csv", HEADER + rows)
    return await imported(folder, counters, toml)


def told(report: ImportReport) -> list[str]:
    return [str(fault) for fault in report.faults]


def lines(counters: Counters) -> list[dict[str, Any]]:
    return [line for order in counters.bodies("sales") for line in order["lines"]]


async def test_a_space_behind_the_street_is_no_other_street(tmp_path: Path, counters: Counters) -> None:
    report = await taken(tmp_path, counters, "P1,C,1 Road,,A,1,1,,\nP1,C,1 Road ,,B,1,1,,\n")
    assert (report.ok, len(lines(counters))) == (True, 2)


async def test_a_date_written_otherwise_is_the_same_date(tmp_path: Path, counters: Counters) -> None:
    toml = '[format]\ndates = ["%Y-%m-%d", "%d.%m.%Y"]\n' + ORDERS
    report = await taken(tmp_path, counters, "P1,C,,2026-12-01,A,1,1,,\nP1,C,,1.12.2026,B,1,1,,\n", toml)
    assert report.ok


async def test_rows_that_mean_different_things_are_told_as_they_stand(tmp_path: Path, counters: Counters) -> None:
    report = await taken(tmp_path, counters, "P1,C,1 Road ,,A,1,1,,\nP1,C,2 Road,,B,1,1,,\n")
    assert told(report) == ["orders.csv:3 street: expected '1 Road' as in line 2, came '2 Road'"]


async def test_what_only_a_later_row_says_of_the_order_is_not_lost(tmp_path: Path, counters: Counters) -> None:
    await taken(tmp_path, counters, "P1,C,,,A,1,1,,\nP1,C,,2026-12-01,B,1,1,,\n")
    assert counters.bodies("sales")[0]["wanted"] == "2026-12-01"


@pytest.mark.parametrize(
    "again",
    ["P1,C,,,A,2 ,10,,", "P1,C,,,A,2,10.00,,", "P1 ,C ,,,A ,2.0,10,,", "P1,C,,,A,2,10,0.00,", "P1,C,,,A,2,10,, "],
)
async def test_a_row_that_means_what_an_earlier_one_means_is_not_delivered_twice(
    tmp_path: Path, counters: Counters, again: str
) -> None:
    report = await taken(tmp_path, counters, f"P1,C,,,A,2,10,,\n{again}\n")
    expected = "a row that comes once; if both are meant, one row with the sum"
    assert told(report) == [f"orders.csv:3: expected {expected}, came all of line 2 again"]
    assert counters.asked == []


@pytest.mark.parametrize("other", ["P1,C,,,A,3,10,,", "P1,C,,,0A,2,10,,", "P1,C,,,A,2,10,,second box"])
async def test_a_row_that_means_something_else_is_a_line(tmp_path: Path, counters: Counters, other: str) -> None:
    report = await taken(tmp_path, counters, f"P1,C,,,A,2,10,,\n{other}\n")
    assert (report.ok, len(lines(counters))) == (True, 2)


async def test_codes_that_differ_by_a_zero_are_two_items(tmp_path: Path, counters: Counters) -> None:
    report = await taken(tmp_path, counters, "P1,C,,,0034,2,10,,\nP1,C,,,34,2,10,,\n")
    assert (report.ok, [line["item"] for line in lines(counters)]) == (True, ["0034", "34"])


async def test_identical_rows_are_lines_where_the_mapping_says_so(tmp_path: Path, counters: Counters) -> None:
    toml = ORDERS.replace("[table.lines]\n", '[table.lines]\nidentical = "each"\n')
    report = await taken(tmp_path, counters, "P1,C,,,A,2,10,,\nP1,C,,,A,2,10,,\n", toml)
    assert (report.ok, [line["line"] for line in lines(counters)]) == (True, [1, 2])


async def test_a_discount_of_many_decimals_gives_a_price_that_can_be_booked(tmp_path: Path, counters: Counters) -> None:
    report = await taken(tmp_path, counters, "P1,C,,,A,10,18.6,0.15000000596046448,\nP1,C,,,B,1,20,,\n")
    price = Decimal(lines(counters)[0]["unit_price"]["amount"])
    assert (report.ok, price) == (True, Decimal("15.80999989"))
    assert (10 * price).quantize(Decimal("0.01")) == Decimal("158.10")


async def test_a_spreadsheets_number_is_the_one_that_it_shows(tmp_path: Path, counters: Counters) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER.strip().split(","))
    page.append(["P1", "C", None, 46023, "A", 2.0000000000000004, 57.699999999999996, None, None])
    page.append(["P1", "C", None, 46023, "B", 1, 0.1 + 0.2, None, None])
    book.save(tmp_path / "orders.xlsx")
    report = await imported(tmp_path, counters, ORDERS.replace("orders.csv", "orders.xlsx"))
    assert report.ok
    assert [(line["quantity"], line["unit_price"]["amount"]) for line in lines(counters)] == [
        ("2", "57.7"),
        ("1", "0.3"),
    ]
    assert counters.bodies("sales")[0]["wanted"] == "2026-01-01"


async def test_master_data_of_a_spreadsheet_has_no_noise_either(tmp_path: Path, counters: Counters) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["item", "name", "kg"])
    page.append(["A", "Pan", 57.699999999999996])
    book.save(tmp_path / "items.xlsx")
    fields = 'fields = { item = "item", name = "name", weight_kg = "kg" }'
    await imported(tmp_path, counters, f'[[table]]\ntarget = "items"\nfile = "items.xlsx"\nkey = "item"\n{fields}')
    assert counters.bodies("sales") == [{"name": "Pan", "weight_kg": "57.7"}]


async def test_an_error_of_a_spreadsheet_is_no_text(tmp_path: Path, counters: Counters) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["item", "name"])
    page.append(["A", "#N/A"])
    book.save(tmp_path / "items.xlsx")
    fields = 'fields = { item = "item", name = "name" }'
    report = await imported(
        tmp_path, counters, f'[[table]]\ntarget = "items"\nfile = "items.xlsx"\nkey = "item"\n{fields}'
    )
    assert told(report) == ["items.xlsx:2 name: expected a value, came the error #N/A"]


async def test_a_workbook_that_counts_from_1904_is_read_by_its_own_calendar(tmp_path: Path, counters: Counters) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page.append(HEADER.strip().split(","))
    page.append(["P1", "C", None, 46023 - 1462, "A", 1, 1, None, None])
    book.save(tmp_path / "orders.xlsx")
    await imported(tmp_path, counters, ORDERS.replace("orders.csv", "orders.xlsx"))
    assert counters.bodies("sales")[0]["wanted"] == "2026-01-01"

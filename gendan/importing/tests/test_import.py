"""Rows become what their owners take."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gendan.importing import ImportReport, run_import, try_import
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("ALL-7")

TODAY = date(2026, 1, 5)
SUPPLIERS = """
[[table]]
target = "suppliers"
file = "suppliers.csv"
key = "nr"
[table.fields]
supplier = { text = "S-{nr}" }
name = "Name"
country = { column = "Land", map = { Deutschland = "DE", China = "CN" } }
currency = { value = "EUR" }
payment_days = "Ziel"
"""
ORDERS = """
[format]
dates = ["%d.%m.%Y"]
decimal = ","
thousands = "."
[[table]]
target = "orders"
file = "auftraege.csv"
key = "Auftrag"
shift_so_that_first = "today"
[table.fields]
customer = "Kunde"
customer_po = "Auftrag"
arrives = "Datum"
wanted = "Wunsch"
"deliver_to.street" = "Straße"
"deliver_to.city" = { value = "Berlin" }
"deliver_to.country" = { value = "DE" }
[table.lines]
discount = { column = "Rabatt" }
[table.lines.fields]
item = "Artikel"
quantity = "Menge"
"unit_price.amount" = "Preis"
"unit_price.currency" = { value = "EUR" }
"""
THIRD = datetime(2020, 2, 3)  # noqa: DTZ001  a spreadsheet knows no zone
HEADER = "Auftrag,Kunde,Datum,Wunsch,Straße,Artikel,Menge,Preis,Rabatt\n"


@pytest.fixture
def counters() -> Counters:
    return Counters()


async def imported(folder: Path, counters: Counters, toml: str, **options: Any) -> ImportReport:
    (folder / "mapping.toml").write_text(toml, encoding="utf-8")
    async with counters.api() as api:
        return await run_import(folder, folder / "mapping.toml", api, today=TODAY, **options)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


async def test_a_row_is_put_to_its_owner(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n7,Müller,Deutschland,30\n")
    report = await imported(tmp_path, counters, SUPPLIERS)
    (asked,) = counters.asked
    assert (report.ok, asked.department, asked.path) == (True, "purchasing", "/suppliers/S-7")
    assert asked.body == {"name": "Müller", "country": "DE", "currency": "EUR", "payment_days": 30}


async def test_every_bad_row_is_told_with_its_place_and_the_good_ones_are_taken(
    tmp_path: Path, counters: Counters
) -> None:
    write(
        tmp_path,
        "suppliers.csv",
        "nr,Name,Land,Ziel\n1,A,Atlantis,bald\n2,B,China,30\n3,C,China\n,D,China,1\n4,,China,\n",
    )
    report = await imported(tmp_path, counters, SUPPLIERS)
    assert [str(fault) for fault in report.faults] == [
        "suppliers.csv:4: expected 4 cells, came 3 cells",
        "suppliers.csv:2 Land: expected one of China, Deutschland, came 'Atlantis'",
        "suppliers.csv:2 Ziel: expected a number like 1,234.56, came 'bald'",
        "suppliers.csv:5 nr: expected a key, came nothing",
        "suppliers.csv:6 Name: expected a value, came nothing",
    ]
    assert (report.taken["suppliers"], len(counters.asked)) == (1, 1)


def test_a_dry_run_tells_the_same_faults(tmp_path: Path) -> None:
    write(tmp_path, "mapping.toml", SUPPLIERS)
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n1,A,Atlantis,bald\n2,B,China,30\n")
    tried = try_import(tmp_path, tmp_path / "mapping.toml", today=TODAY)
    assert (len(tried.faults), tried.taken["suppliers"]) == (2, 1)


async def test_a_second_run_uses_the_same_keys(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n1,A,China,30\n2,B,China,30\n")
    await imported(tmp_path, counters, SUPPLIERS)
    await imported(tmp_path, counters, SUPPLIERS)
    assert counters.keys[:2] == counters.keys[2:]
    assert len(set(counters.keys)) == 2


async def test_a_corrected_row_of_master_data_is_taken_anew(tmp_path: Path, counters: Counters) -> None:
    for name in ("A", "B"):
        write(tmp_path, "suppliers.csv", f"nr,Name,Land,Ziel\n1,{name},China,30\n")
        await imported(tmp_path, counters, SUPPLIERS)
    assert len(set(counters.keys)) == 2


async def test_the_same_key_twice_in_a_file_is_a_fault(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n1,A,China,30\n1,B,China,30\n")
    report = await imported(tmp_path, counters, SUPPLIERS)
    assert [str(fault) for fault in report.faults] == [
        "suppliers.csv:3 nr: expected a key that comes once; line 2 has it, came '1'"
    ]


async def test_what_the_owner_refuses_is_told_at_the_place_in_the_source(tmp_path: Path) -> None:
    faults = [{"field": "payment_days", "expected": "at most 90", "came": "400"}]
    counters = Counters(lambda path, body: (422, {"type": "/problems/invalid-input", "faults": faults}))
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n1,A,China,400\n")
    report = await imported(tmp_path, counters, SUPPLIERS)
    assert [str(fault) for fault in report.faults] == ["suppliers.csv:2 Ziel: expected at most 90, came 400"]


async def test_a_file_that_is_not_there_or_lacks_columns_is_told(tmp_path: Path, counters: Counters) -> None:
    missing = await imported(tmp_path, counters, SUPPLIERS)
    write(tmp_path, "suppliers.csv", "nr,Name\n1,A\n")
    narrow = await imported(tmp_path, counters, SUPPLIERS)
    assert "no such file" in missing.faults[0].came
    assert [fault.column for fault in narrow.faults] == ["Land", "Ziel"]


async def test_rows_of_one_key_become_one_order(tmp_path: Path, counters: Counters) -> None:
    rows = 'A1,K,03.02.2020,03.03.2020,Allee 1,X,"1.200,5","2,50",\nA1,K,03.02.2020,03.03.2020,Allee 1,Y,3,1,\n'
    write(tmp_path, "auftraege.csv", HEADER + rows)
    await imported(tmp_path, counters, ORDERS, arrive=True)
    (order,) = counters.bodies("sales")
    assert order["lines"] == [
        {"line": 1, "item": "X", "quantity": "1200.5", "unit_price": {"amount": "2.50", "currency": "EUR"}},
        {"line": 2, "item": "Y", "quantity": "3", "unit_price": {"amount": "1", "currency": "EUR"}},
    ]


async def test_an_order_with_a_row_that_cannot_be_read_is_not_taken_without_it(
    tmp_path: Path, counters: Counters
) -> None:
    rows = "A1,K,03.02.2020,,,X,1,1,\nA1,K,03.02.2020,,,Y\nA2,K,03.02.2020,,,X,1,1,\n"
    write(tmp_path, "auftraege.csv", HEADER + rows)
    report = await imported(tmp_path, counters, ORDERS, arrive=True)
    assert [str(fault) for fault in report.faults] == ["auftraege.csv:3: expected 9 cells, came 6 cells"]
    assert [body["customer_po"] for body in counters.bodies("sales")] == ["A2"]


async def test_rows_of_one_order_that_disagree_about_it_are_told(tmp_path: Path, counters: Counters) -> None:
    rows = "A1,K,03.02.2020,,,X,1,1,\nA1,L,03.02.2020,,,Y,1,1,\n"
    write(tmp_path, "auftraege.csv", HEADER + rows)
    report = await imported(tmp_path, counters, ORDERS, arrive=True)
    assert [str(fault) for fault in report.faults] == ["auftraege.csv:3 Kunde: expected 'K' as in line 2, came 'L'"]
    assert counters.asked == []


async def test_dates_move_together_so_that_the_first_is_today(tmp_path: Path, counters: Counters) -> None:
    rows = "A1,K,03.02.2020,13.02.2020,,X,1,1,\nA2,K,05.02.2020,,,X,1,1,\n"
    write(tmp_path, "auftraege.csv", HEADER + rows)
    report = await imported(tmp_path, counters, ORDERS)
    assert [(arrival.on, arrival.body.get("wanted")) for arrival in report.arrivals] == [
        (date(2026, 1, 5), "2026-01-15"),
        (date(2026, 1, 7), None),
    ]
    assert counters.asked == []


async def test_orders_of_later_dates_are_posted_at_once_when_asked(tmp_path: Path, counters: Counters) -> None:
    rows = "A1,K,03.02.2020,13.02.2020,,X,1,1,\nA2,K,05.02.2020,,,X,1,1,\n"
    write(tmp_path, "auftraege.csv", HEADER + rows)
    report = await imported(tmp_path, counters, ORDERS, arrive=True)
    assert (report.taken["orders"], report.arrivals) == (2, [])


@pytest.mark.needs("SAL-3")
async def test_what_an_order_lacks_is_left_out_for_sales_to_ask(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "auftraege.csv", HEADER + "A1,K,03.02.2020,,,X,1,,\n")
    report = await imported(tmp_path, counters, ORDERS, arrive=True)
    assert report.ok
    assert counters.bodies("sales") == [
        {"customer": "K", "customer_po": "A1", "lines": [{"line": 1, "item": "X", "quantity": "1"}]}
    ]


async def test_a_discount_on_all_lines_is_the_orders(tmp_path: Path, counters: Counters) -> None:
    rows = 'A1,K,03.02.2020,,,X,1,10,"0,1"\nA1,K,03.02.2020,,,Y,1,20,10 %\n'
    write(tmp_path, "auftraege.csv", HEADER + rows)
    await imported(tmp_path, counters, ORDERS, arrive=True)
    (order,) = counters.bodies("sales")
    assert (order["discount"], prices(order)) == ("0.1", ["10", "20"])


async def test_different_discounts_are_taken_off_the_prices(tmp_path: Path, counters: Counters) -> None:
    rows = 'A1,K,03.02.2020,,,X,1,10,"0,1"\nA1,K,03.02.2020,,,Y,1,20,\n'
    write(tmp_path, "auftraege.csv", HEADER + rows)
    await imported(tmp_path, counters, ORDERS, arrive=True)
    (order,) = counters.bodies("sales")
    assert ("discount" in order, [Decimal(price) for price in prices(order)]) == (False, [Decimal(9), Decimal(20)])


async def test_an_order_that_came_before_with_other_dates_is_left_as_it_is(tmp_path: Path) -> None:
    counters = Counters(lambda path, body: (422, {"type": "/problems/key-used-for-another-body"}))
    write(tmp_path, "auftraege.csv", HEADER + "A1,K,03.02.2020,,,X,1,1,\n")
    report = await imported(tmp_path, counters, ORDERS, arrive=True)
    assert (report.ok, report.known["orders"], report.taken["orders"]) == (True, 1, 0)


async def test_a_fault_in_a_line_is_told_at_the_lines_row(tmp_path: Path) -> None:
    faults = [{"field": "lines.1.quantity", "expected": "more than 0", "came": "0"}]
    counters = Counters(lambda path, body: (422, {"type": "/problems/invalid-input", "faults": faults}))
    write(tmp_path, "auftraege.csv", HEADER + "A1,K,03.02.2020,,,X,1,1,\nA1,K,03.02.2020,,,Y,0,1,\n")
    report = await imported(tmp_path, counters, ORDERS, arrive=True)
    assert [(fault.line, fault.expected) for fault in report.faults] == [(3, "more than 0")]


def prices(order: dict[str, Any]) -> list[str]:
    return [line["unit_price"]["amount"] for line in order["lines"]]


async def test_lines_of_another_file_without_an_order_are_told(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "heads.csv", "po,c\n1,K\n")
    write(tmp_path, "lines.csv", "po,item\n1,X\n2,Y\n")
    toml = """
    [[table]]
    target = "orders"
    file = "heads.csv"
    key = "po"
    fields = { customer = "c", customer_po = "po" }
    lines = { file = "lines.csv", fields = { item = "item" } }
    """
    report = await imported(tmp_path, counters, toml)
    assert [str(fault) for fault in report.faults] == ["lines.csv:3 po: expected a key of heads.csv, came '2'"]
    assert counters.bodies("sales")[0]["lines"] == [{"line": 1, "item": "X"}]


async def test_a_value_is_looked_up_in_another_file(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "offers.csv", "item,price\nX,10\nY,10\nZ,10\n")
    write(tmp_path, "items.csv", "id,maker\nX,S1\nZ,\n")
    toml = """
    [[table]]
    target = "offers"
    file = "offers.csv"
    key = "item"
    [table.fields]
    supplier = { column = "maker", lookup = { file = "items.csv", match = "id", by = "item" } }
    item = "item"
    rank = { value = 1 }
    "agreed_price.amount" = { column = "price", scale = "0.6" }
    "agreed_price.currency" = { value = "EUR" }
    "unit_price.amount" = "price"
    "unit_price.currency" = { value = "EUR" }
    lead_days = { value = 7 }
    """
    report = await imported(tmp_path, counters, toml)
    assert counters.paths == ["/suppliers/S1/items/X"]
    assert counters.bodies("purchasing") == [
        {
            "rank": 1,
            "agreed_price": {"amount": "6.0", "currency": "EUR"},
            "unit_price": {"amount": "10", "currency": "EUR"},
            "lead_days": 7,
        }
    ]
    assert [str(fault) for fault in report.faults] == [
        "offers.csv:3 item: expected a value of the column id in items.csv, came 'Y'",
        "offers.csv:4 maker: expected a value, came nothing",
    ]


async def test_a_comma_before_a_space_can_belong_to_the_text(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n7,Pavlova, Ltd.,China,30\n")
    await imported(tmp_path, counters, "[format]\nloose_commas = true\n" + SUPPLIERS)
    assert counters.bodies("purchasing")[0]["name"] == "Pavlova, Ltd."


async def test_a_row_is_repeated_for_each_combination_of_constants(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "carriers.csv", "c\n1\n")
    toml = """
    [[table]]
    target = "rates"
    file = "carriers.csv"
    key = ["c", "mode", "country"]
    each = { mode = ["sea", "air"], country = ["DE", "US"] }
    [table.fields]
    carrier = "c"
    mode = "mode"
    country = "country"
    days = { column = "mode", map = { sea = 30, air = 3 } }
    base = { value = "1.50" }
    per_kg = { value = 2 }
    currency = { value = "USD" }
    co2_per_kg = { value = "0.1" }
    reliability = { value = "90 %" }
    """
    await imported(tmp_path, counters, toml)
    assert sorted(counters.paths) == [
        "/rates/1/air/DE",
        "/rates/1/air/US",
        "/rates/1/sea/DE",
        "/rates/1/sea/US",
    ]


async def test_a_spreadsheet_is_read_with_its_own_numbers_and_dates(tmp_path: Path, counters: Counters) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "订单"
    page.append(["订单号", "客户", "日期", "货品", "数量", "备注"])
    page.append([10248, "K", THIRD, "X", 1200.5, None])
    page.append([])
    page.append([10248, "K", THIRD, "Y", 3])
    book.save(tmp_path / "orders.xlsx")
    toml = """
    [format]
    decimal = ","
    thousands = "."
    [[table]]
    target = "orders"
    sheet = "订单"
    key = "订单号"
    shift_so_that_first = "today"
    fields = { customer = "客户", customer_po = "订单号", wanted = "日期" }
    lines = { fields = { item = "货品", quantity = "数量" } }
    """
    write(tmp_path, "mapping.toml", toml)
    async with counters.api() as api:
        report = await run_import(tmp_path / "orders.xlsx", tmp_path / "mapping.toml", api, today=TODAY)
    (order,) = counters.bodies("sales")
    assert report.ok
    assert (order["customer_po"], order["wanted"]) == ("10248", "2026-01-05")
    assert [line["quantity"] for line in order["lines"]] == ["1200.5", "3"]
    assert counters.keys == ["orders%5B%E8%AE%A2%E5%8D%95%5D:orders:10248"]


async def test_the_report_is_a_line_of_counts_and_a_line_per_fault(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n1,A,China,30\n2,B,Mars,30\n")
    report = await imported(tmp_path, counters, SUPPLIERS)
    assert report.text().splitlines() == [
        "1 suppliers taken",
        "suppliers.csv:3 Land: expected one of China, Deutschland, came 'Mars'",
    ]


async def test_a_department_that_stops_answering_is_told_once_and_the_import_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("world.client.TRIES_MAX", 1)
    counters = Counters(lambda path, body: (503, {"type": "/problems/unreachable", "detail": "refused"}))
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n" + "".join(f"{n},A,China,30\n" for n in range(60)))
    report = await imported(tmp_path, counters, SUPPLIERS)
    came = "refused; import again when it runs, nothing is taken twice"
    expected = "suppliers.csv:2: expected an answer of purchasing"
    assert [str(fault) for fault in report.faults] == [f"{expected}, came {came}"]
    assert len(counters.asked) == 50


async def test_progress_is_shown(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n" + "".join(f"{n},A,China,30\n" for n in range(60)))
    seen: list[tuple[str, int, int]] = []
    await imported(tmp_path, counters, SUPPLIERS, progress=lambda *step: seen.append(step))
    assert seen == [("suppliers", 50, 60), ("suppliers", 60, 60)]

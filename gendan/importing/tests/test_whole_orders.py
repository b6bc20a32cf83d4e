"""An order is taken whole or not at all (SAL-2): no row of it is lost because its key stands elsewhere."""

from pathlib import Path

import openpyxl
import pytest

from gendan.importing import ImportReport
from gendan.importing.tests.test_import import imported, write
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("SAL-2")

ORDERS = """
[[table]]
target = "orders"
file = "orders.csv"
key = "po"
{how}
[table.fields]
customer = "cust"
customer_po = "po"
[table.lines.fields]
item = "sku"
quantity = "qty"
"unit_price.amount" = "price"
"unit_price.currency" = {{ value = "CNY" }}
"""
FILL = 'fill_down = ["po", "cust"]'
HEADER = "po,cust,sku,qty,price\n"
BESIDE = "an order of which every row is known: it stands beside {}; fill_down takes a key from the row above"


@pytest.fixture
def counters() -> Counters:
    return Counters()


async def taken(
    folder: Path, counters: Counters, rows: str, how: str = ""
) -> tuple[ImportReport, dict[str, list[str]]]:
    """What became of these rows: the report, and the items of each order that sales got."""
    write(folder, "orders.csv", HEADER + rows)
    report = await imported(folder, counters, ORDERS.format(how=how))
    return report, {o["customer_po"]: [line["item"] for line in o["lines"]] for o in counters.bodies("sales")}


def told(report: ImportReport) -> list[str]:
    return [str(fault) for fault in sorted(report.faults)]


async def test_an_order_beside_a_row_without_a_key_is_not_taken_without_that_row(
    tmp_path: Path, counters: Counters
) -> None:
    report, orders = await taken(tmp_path, counters, "P1,C1,A,2,10\n,,B,3,20\n")
    assert orders == {}
    assert told(report) == [
        f"orders.csv:2 po: expected {BESIDE.format('line 3')}, came 'P1'",
        "orders.csv:3 po: expected a key, came nothing",
    ]


async def test_the_orders_above_and_below_a_row_without_a_key_wait_and_all_others_are_taken(
    tmp_path: Path, counters: Counters
) -> None:
    rows = "P1,C1,A,1,1\nP2,C1,A,1,1\n,C1,B,1,1\n,C1,C,1,1\nP3,C1,A,1,1\nP4,C1,A,1,1\n"
    report, orders = await taken(tmp_path, counters, rows)
    assert orders == {"P1": ["A"], "P4": ["A"]}
    assert told(report) == [
        f"orders.csv:3 po: expected {BESIDE.format('lines 4, 5')}, came 'P2'",
        "orders.csv:4 po: expected a key, came nothing",
        "orders.csv:5 po: expected a key, came nothing",
        f"orders.csv:6 po: expected {BESIDE.format('lines 4, 5')}, came 'P3'",
    ]


async def test_a_row_of_too_few_cells_whose_key_stands_first_costs_its_own_order_only(
    tmp_path: Path, counters: Counters
) -> None:
    report, orders = await taken(tmp_path, counters, "P1,C1,A,1,1\nP2,C1,A\nP3,C1,A,1,1\nP3,C1\n")
    assert orders == {"P1": ["A"]}
    assert [fault.line for fault in report.faults] == [3, 5]


async def test_a_row_of_too_many_cells_may_be_anybodys_when_its_key_stands_behind_other_cells(
    tmp_path: Path, counters: Counters
) -> None:
    write(tmp_path, "orders.csv", "sku,po,cust,qty,price\nA,P1,C1,1,1\nB, red,P1,C1,1,1\nA,P2,C1,1,1\nA,P3,C1,1,1\n")
    report = await imported(tmp_path, counters, ORDERS.format(how=""))
    assert [order["customer_po"] for order in counters.bodies("sales")] == ["P3"]
    assert [fault.line for fault in report.faults] == [3, 2, 4]


async def test_a_row_that_holds_nothing_is_no_row(tmp_path: Path, counters: Counters) -> None:
    report, orders = await taken(tmp_path, counters, "P1,C1,A,1,1\n,,,,\nP2,C1,A,1,1\n , ,,,\n")
    assert (report.ok, orders) == (True, {"P1": ["A"], "P2": ["A"]})


async def test_a_key_that_stands_in_the_first_row_only_is_filled_down_where_the_mapping_says_so(
    tmp_path: Path, counters: Counters
) -> None:
    report, orders = await taken(tmp_path, counters, "P1,C1,A,2,10\n,,B,3,20\nP2,C2,C,1,1\n,,D,1,1\n", FILL)
    assert (report.ok, orders) == (True, {"P1": ["A", "B"], "P2": ["C", "D"]})


async def test_what_an_order_says_is_never_filled_into_the_next_order(tmp_path: Path, counters: Counters) -> None:
    report, _ = await taken(tmp_path, counters, "P1,C1,A,2,10\nP2,,B,3,20\n", FILL)
    assert told(report) == ["orders.csv:3 cust: expected a value, came nothing"]


async def test_a_customer_that_stands_once_over_several_orders_is_filled_where_he_is_named_first(
    tmp_path: Path, counters: Counters
) -> None:
    report, orders = await taken(tmp_path, counters, "P1,C1,A,1,1\n,,B,1,1\nP2,,A,1,1\n", 'fill_down = ["cust", "po"]')
    assert (report.ok, orders) == (True, {"P1": ["A", "B"], "P2": ["A"]})
    assert {order["customer"] for order in counters.bodies("sales")} == {"C1"}


async def test_nothing_is_filled_down_past_a_row_that_cannot_be_read(tmp_path: Path, counters: Counters) -> None:
    report, orders = await taken(tmp_path, counters, "P1,C1,A,2,10\nP2;C2;A\n,,B,3,20\nP3,C1,A,1,1\n", FILL)
    assert orders == {"P1": ["A"]}
    assert {fault.line for fault in report.faults} == {3, 4, 5}


async def test_the_merged_cells_of_a_spreadsheet_are_filled_down(tmp_path: Path, counters: Counters) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["po", "cust", "sku", "qty", "price"], ["P1", "C1", "A", 2, 10], ["", "", "B", 3, 20]):
        page.append(row)
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    book.save(tmp_path / "orders.xlsx")
    report = await imported(tmp_path, counters, ORDERS.format(how=FILL).replace("orders.csv", "orders.xlsx"))
    assert report.ok
    assert [len(order["lines"]) for order in counters.bodies("sales")] == [2]


async def test_a_line_of_another_file_without_a_key_holds_back_the_orders_beside_it(
    tmp_path: Path, counters: Counters
) -> None:
    write(tmp_path, "orders.csv", "po,cust\nP1,C1\nP2,C1\nP3,C1\n")
    write(tmp_path, "lines.csv", "po,sku\nP1,A\nP3,A\nP2,A\n,B\n")
    toml = """
    [[table]]
    target = "orders"
    file = "orders.csv"
    key = "po"
    fields = { customer = "cust", customer_po = "po" }
    lines = { file = "lines.csv", fields = { item = "sku" } }
    """
    report = await imported(tmp_path, counters, toml)
    assert [order["customer_po"] for order in counters.bodies("sales")] == ["P1", "P3"]
    assert f"orders.csv:3 po: expected {BESIDE.format('lines.csv:5')}, came 'P2'" in told(report)
    assert "lines.csv:5 po: expected a key, came nothing" in told(report)


async def test_lines_of_another_file_are_filled_down_too(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "orders.csv", "po,cust\nP1,C1\nP2,C1\n")
    write(tmp_path, "lines.csv", "po,sku\nP1,A\n,B\nP2,A\n")
    toml = """
    [[table]]
    target = "orders"
    file = "orders.csv"
    key = "po"
    fields = { customer = "cust", customer_po = "po" }
    lines = { file = "lines.csv", fill_down = ["po"], fields = { item = "sku" } }
    """
    report = await imported(tmp_path, counters, toml)
    assert report.ok
    assert [len(order["lines"]) for order in counters.bodies("sales")] == [2, 1]


async def test_an_order_without_any_line_waits_while_a_line_is_nobodys(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "orders.csv", "po,cust\nP1,C1\nP2,C1\nP3,C1\nP4,C1\n")
    write(tmp_path, "lines.csv", "po,sku\nP1,A\n,B\nP3,A\nP4,A\n")
    toml = """
    [[table]]
    target = "orders"
    file = "orders.csv"
    key = "po"
    fields = { customer = "cust", customer_po = "po" }
    lines = { file = "lines.csv", fields = { item = "sku" } }
    """
    await imported(tmp_path, counters, toml)
    assert [order["customer_po"] for order in counters.bodies("sales")] == ["P4"]


NOTED = "po,cust,sku,qty,price,note\n"
TORN = "cells that end on their line"


@pytest.mark.parametrize(
    ("rows", "orders", "lines"),
    [
        ('P1,C1,A,1,1,"call first\nP2,C1,B,1,1,\nP2,C1,C,1,1,x"y\nP2,C1,D,1,1,\nP3,C1,A,1,1,\n', ["P3"], [2, 5]),
        (
            'P0,C1,A,1,1,\nP1,C1,"A,1,1,\nP2,C1,"B",1,1,\nP3,C1,A,1,1,\nP2,C1,C,1,1,\nP4,C1,A,1,1,\n',
            ["P4"],
            [2, 3, 5, 6],
        ),
        ('P1,C1,A,1,1,\nP2,C1,A,1,1,"to the end\nP3,C1,A,1,1,\nP1,C1,B,1,1,\n', [], [2, 3]),
    ],
)
async def test_a_missing_quote_swallows_no_row_of_an_order_that_is_taken(
    tmp_path: Path, counters: Counters, rows: str, orders: list[str], lines: list[int]
) -> None:
    write(tmp_path, "orders.csv", NOTED + rows)
    report = await imported(tmp_path, counters, ORDERS.format(how=""))
    assert [order["customer_po"] for order in counters.bodies("sales")] == orders
    assert sorted({fault.line for fault in report.faults}) == lines
    assert [fault.expected for fault in report.faults if "quote" in fault.came] == [TORN]


async def test_a_text_of_several_lines_and_quotes_in_a_sound_file_are_no_fault(
    tmp_path: Path, counters: Counters
) -> None:
    rows = 'P1,C1,A,1,1,"first, then\nsecond, ""third"", a, b, c, d"\nP2,C1,12" pipe,1,1,\n'
    write(tmp_path, "orders.csv", NOTED + rows)
    report = await imported(tmp_path, counters, ORDERS.format(how=""))
    assert (report.ok, len(counters.bodies("sales"))) == (True, 2)

"""The same customer PO is the same order (SAL-2): an import tells which orders sales had, and what they differ in."""

from pathlib import Path
from typing import Any

import pytest

from gendan.importing.tests.test_import import imported, write
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("SAL-2")

ORDERS = """
[[table]]
target = "orders"
file = "orders.csv"
key = "po"
[table.fields]
customer = "c"
customer_po = "po"
wanted = "wanted"
[table.lines.fields]
item = "item"
quantity = "qty"
"""
LINE = {"line": 1, "item": "X", "quantity": "3.000000", "unit_price": None}
CONTENT = {
    "number": "SO-2026-000003",
    "customer": "K",
    "customer_name": "",
    "customer_po": "A1",
    "merchandiser": "m",
    "currency": "CNY",
    "freight": {"amount": "0", "currency": "CNY"},
    "lines": [LINE],
    "wanted": "2026-03-01",
}
IN_BOOK: dict[str, Any] = {
    "number": "SO-2026-000003",
    "customer": "K",
    "customer_po": "A1",
    "version": 1,
    "content": CONTENT,
}


class Book:
    """Sales' answers: an order of a PO that is in the book is that order."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {"A1": IN_BOOK}

    def answer(self, _path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        number = f"SO-2026-{len(self.orders) + 3:06}"
        return 200, self.orders.setdefault(body["customer_po"], {**body, "number": number, "version": 1})


@pytest.fixture
def counters() -> Counters:
    return Counters(Book().answer, shown={"sales/orders": [IN_BOOK]})


async def test_an_order_that_sales_has_is_known_and_only_a_new_one_is_taken(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "orders.csv", "po,c,wanted,item,qty\nA1,K,2026-03-01,X,3\nA2,K,,X,1\n")
    report = await imported(tmp_path, counters, ORDERS)
    assert (report.ok, report.taken["orders"], report.known["orders"]) == (True, 1, 1)
    assert report.text().splitlines() == [
        "1 orders taken; 1 orders known already",
        "orders.csv:2: known already, as SO-2026-000003",
    ]


async def test_what_a_known_order_differs_in_is_told(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "orders.csv", "po,c,wanted,item,qty\nA1,K,2026-04-01,X,4\n")
    report = await imported(tmp_path, counters, ORDERS)
    known = "orders.csv:2: known already, as SO-2026-000003, with other lines, wanted; that was not taken"
    assert report.text().splitlines() == [
        "nothing taken; 1 orders known already",
        f"{known}: change or clarify the order in sales",
    ]


async def test_a_po_that_comes_twice_in_one_import_is_one_order(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "orders.csv", "po,c,wanted,item,qty\nA2,K,,X,1\n")
    write(tmp_path, "more.csv", "po,c,wanted,item,qty\nA2,K,,X,2\n")
    report = await imported(tmp_path, counters, ORDERS + ORDERS.replace("orders.csv", "more.csv"))
    assert (report.taken["orders"], report.known["orders"]) == (1, 1)
    assert report.notes[0].startswith("more.csv:2: known already, as SO-2026-000004, with other lines; ")


SHIFTED = ORDERS.replace('key = "po"', 'key = "po"\nshift_so_that_first = "today"')


def in_book(number: int, wanted: str, quantity: str = "3") -> dict[str, Any]:
    """An order as sales shows it."""
    content = {**CONTENT, "customer_po": f"A{number}", "wanted": wanted, "lines": [{**LINE, "quantity": quantity}]}
    return {**IN_BOOK, "number": f"SO-{number}", "customer_po": f"A{number}", "content": content}


async def test_dates_that_moved_with_the_calendar_hide_no_real_difference(tmp_path: Path) -> None:
    book = [in_book(1, "2026-01-01"), in_book(2, "2026-01-03"), in_book(3, "2026-01-09"), in_book(4, "2026-01-05", "8")]
    counters = Counters(lambda path, body: (200, {"number": body["customer_po"]}), shown={"sales/orders": book})
    rows = "".join(f"A{n},K,2020-02-0{day},X,3\n" for n, day in ((1, 1), (2, 3), (3, 4), (4, 5)))
    write(tmp_path, "orders.csv", "po,c,wanted,item,qty\n" + rows)
    report = await imported(tmp_path, counters, SHIFTED)
    told = "that was not taken: change or clarify the order in sales"
    later = "4 days later than when they were taken; compared without that"
    assert report.notes == [
        f"orders known already: shifted to today, their dates stand {later}",
        "orders.csv:2: known already, as SO-1",
        "orders.csv:3: known already, as SO-2",
        f"orders.csv:4: known already, as SO-3, with other wanted; {told}",
        f"orders.csv:5: known already, as SO-4, with other lines; {told}",
    ]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("po-is-over", "PO A1 of K was order SO-2026-000003, which is cancelled"),
        ("po-says-otherwise", "as SO-2026-000003, with other lines; that was not taken"),
    ],
)
async def test_an_order_that_sales_does_not_take_again_is_known_and_no_fault(
    tmp_path: Path, problem: str, told: str
) -> None:
    """SAL-2: sales tells of a PO that says otherwise now, or whose order is over, with a conflict."""
    detail = "PO A1 of K was order SO-2026-000003, which is cancelled"
    answer = (409, {"type": f"/problems/{problem}", "detail": detail})
    counters = Counters(lambda _path, _body: answer, shown={"sales/orders": [IN_BOOK]})
    write(tmp_path, "orders.csv", "po,c,wanted,item,qty\nA1,K,,X,4\n")
    report = await imported(tmp_path, counters, ORDERS)
    assert (report.ok, report.known["orders"], report.faults) == (True, 1, [])
    assert told in report.notes[0]

"""A new version of an order keeps what the older one had and it still wants, whoever waits for it (WHS-2, SAL-9)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from contracts.supply import Lack
from contracts.warehouse import StockReserved, StockShort, StockUnreserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import follow
from services.warehouse.dispatch.rules.shipping import unpack
from services.warehouse.reservation import handlers as reservation
from services.warehouse.reservation.rules import answer, cancel
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import store
from services.warehouse.stock.rules import Adjust, Count, adjust
from services.warehouse.tests.samples import AT, Order, a_book, delivery, ids, kinds, on_shelf, only
from tests.needs import needs

pytestmark = needs("WHS-2", "SAL-9")


def urgent_and_changing(**on_hand: int) -> tuple[Book, Order, Order]:
    """SO-2 has all it wants reserved; SO-1 of a higher priority waits for the same bolts."""
    book, order, urgent = a_book(**on_hand), Order("SO-2"), Order("SO-1", priority=9)
    answer(book, order.confirmed(bolt=5, nut=2), ids())
    answer(book, urgent.confirmed(bolt=4), ids())
    return book, order, urgent


def lacks_of(book: Book, order: Order) -> dict[str, int]:
    return {lack.item: int(lack.quantity) for lack in book.demands[order.id].lacks}


def test_a_change_of_one_line_keeps_the_reserved_goods_of_the_others() -> None:
    book, order, urgent = urgent_and_changing(bolt=5, nut=2)
    said = answer(book, order.changed(bolt=5, nut=3), ids())
    assert kinds(said) == ["stock.unreserved", "stock.short"]
    assert only(StockShort, said).lacks == (Lack(item="nut", quantity=Decimal(1)),)
    assert (lacks_of(book, order), lacks_of(book, urgent)) == ({"nut": 1}, {"bolt": 4})


def test_it_keeps_them_also_when_the_shelf_is_dealt_again() -> None:
    """What was reserved once is not taken back for who waits, today or tomorrow."""
    book, order, urgent = urgent_and_changing(bolt=5, nut=2)
    answer(book, order.changed(bolt=5, nut=3), ids())
    book.move(delivery("bolt", 1))
    assert only(StockShort, follow(book, ["bolt"], ids()).events).order_id == urgent.id
    answer(book, order.changed(bolt=5, nut=4), ids())
    assert (lacks_of(book, order), lacks_of(book, urgent)) == ({"nut": 2}, {"bolt": 3})
    book.move(delivery("nut", 2))
    reserved = only(StockReserved, follow(book, ["nut"], ids()).events)
    assert [int(line.quantity) for line in reserved.lines] == [5, 4]
    assert on_shelf(book, "bolt") == {"reserved": 5, "held": 1, "free": 0}


def test_a_change_that_wants_the_same_is_reserved_the_same_whoever_waits() -> None:
    book, order, _ = urgent_and_changing(bolt=5, nut=2)
    said = answer(book, order.changed(bolt=5, nut=2), ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved"]
    assert only(StockReserved, said).order_id == order.id


def test_only_what_the_new_version_no_longer_wants_goes_to_who_waits() -> None:
    book, order, urgent = urgent_and_changing(bolt=5, nut=2)
    said = answer(book, order.changed(bolt=1, nut=2), ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved", "stock.reserved"]
    assert only(StockUnreserved, said).order_id == order.id
    assert on_shelf(book, "bolt") == {"reserved": 5, "held": 0, "free": 0}
    assert lacks_of(book, urgent) == {}


def test_more_of_a_line_keeps_what_it_had_and_waits_its_turn_for_the_rest() -> None:
    book, order, urgent = urgent_and_changing(bolt=6, nut=2)
    answer(book, order.changed(bolt=7, nut=2), ids())
    assert (lacks_of(book, order), lacks_of(book, urgent)) == ({"bolt": 2}, {"bolt": 3})


def test_goods_that_are_unpacked_for_a_new_version_are_kept_for_it() -> None:
    book, order, urgent = urgent_and_changing(bolt=5, nut=2)
    (shipment,) = book.demands[order.id].shipments.values()
    shipment.state = "packed"
    answer(book, order.changed(bolt=5, nut=2), ids())
    said = unpack(book, book.demands[order.id], shipment, ids())
    assert kinds(said) == ["stock.unreserved", "stock.reserved"]
    assert only(StockReserved, said).order_id == order.id
    assert lacks_of(book, urgent) == {"bolt": 4}


def test_a_cancel_keeps_nothing() -> None:
    book, order, urgent = urgent_and_changing(bolt=5, nut=2)
    answer(book, order.changed(bolt=5, nut=3), ids())
    assert only(StockReserved, cancel(book, order.cancelled(), ids())).order_id == urgent.id


def test_what_is_found_broken_cannot_be_kept() -> None:
    book, order, _ = urgent_and_changing(bolt=5, nut=2)
    answer(book, order.changed(bolt=5, nut=3), ids())
    adjust(book, Adjust("bolt", Decimal(-2), "broken"), AT, ids())
    assert lacks_of(book, order) == {"bolt": 2, "nut": 1}
    assert on_shelf(book, "bolt") == {"reserved": 0, "held": 3, "free": 0}


@pytest.mark.parametrize("times", [1, 2])
async def test_what_is_kept_is_kept_in_the_database(db: asyncpg.Connection, times: int) -> None:
    """Dealt again by another transaction, once or twice, the order still has its bolts."""
    await stock.count(db, [Count("bolt", Decimal(5)), Count("nut", Decimal(2))])
    order, urgent = Order("SO-2"), Order("SO-1", priority=9)
    await reservation.reserve(db, [order.confirmed(bolt=5, nut=2)])
    await reservation.reserve(db, [urgent.confirmed(bolt=4)])
    await reservation.reserve(db, [order.changed(bolt=5, nut=3)])
    for _ in range(times):
        await stock.adjust(db, [Adjust("bolt", Decimal(1), "found")])
    held: Any = await db.fetch("SELECT item, held FROM claim WHERE order_id = $1", order.id)
    assert {row["item"]: int(row["held"]) for row in held} == {"bolt": 5, "nut": 2}
    assert await store.faults(db) == []

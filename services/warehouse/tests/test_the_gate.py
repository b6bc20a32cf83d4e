"""One gate for every way onto the shelf: critical items are inspected, pieces are whole (WHS-3, WHS-4, WHS-8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis.handling import Answer
from contracts.warehouse import StockReserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.gate import Master, NotInItsUnit, NotInspected, unfit
from services.warehouse.book.rules.goods import Movement
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.dispatch.rules.returns import Returned, TakeBack
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import Receive
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import store
from services.warehouse.stock.rules import Adjust, Count
from services.warehouse.tests.samples import AT, Order, dispatched, item_changed, kinds, only, purchased
from tests.needs import needs

ONE = Decimal(1)


async def on_hand(db: asyncpg.Connection, item: str) -> Decimal:
    found = await store.find_shelf(db, item)
    return found.on_hand if found else Decimal(0)


async def outcome(answers: Any) -> Any:
    (answer,) = await answers
    return answer


async def gone(db: asyncpg.Connection, quantity: int) -> tuple[Order, Any]:
    """An order of gears whose goods have left."""
    order = Order()
    (said,) = await reservation.reserve(db, [order.confirmed(gear=quantity)])
    shipment = only(StockReserved, said).shipment_id
    assert shipment
    await dispatch.take_released(db, [order.released(shipment)])
    await dispatch.leave(db, [dispatched(order, shipment)])
    return order, shipment


@needs("WHS-4")
async def test_a_critical_item_is_counted_in_with_its_inspection_only(db: asyncpg.Connection) -> None:
    """WHS-4: also when there is no shelf of it yet; an empty shelf needs none."""
    await stock.learn(db, [item_changed("gear", critical=True), item_changed("pin", critical=True)])
    assert isinstance(await outcome(stock.count(db, [Count("gear", Decimal(5))])), NotInspected)
    assert await on_hand(db, "gear") == 0
    assert isinstance(await outcome(stock.count(db, [Count("pin", Decimal(0))])), Answer)
    assert isinstance(await outcome(stock.count(db, [Count("gear", Decimal(5), inspection="QC-1")])), Answer)
    assert [(move.kind, move.inspection) for move in await store.movements_of(db, "gear", 9)] == [("opening", "QC-1")]


@needs("WHS-4")
async def test_more_of_a_critical_item_is_found_with_its_inspection_only(db: asyncpg.Connection) -> None:
    """WHS-4: less of it may be found without."""
    await stock.learn(db, [item_changed("gear", critical=True)])
    await stock.count(db, [Count("gear", Decimal(5), inspection="QC-1")])
    assert isinstance(await outcome(stock.adjust(db, [Adjust("gear", ONE, "found")])), NotInspected)
    assert isinstance(await outcome(stock.adjust(db, [Adjust("gear", ONE, "found", "QC-2")])), Answer)
    assert isinstance(await outcome(stock.adjust(db, [Adjust("gear", -ONE, "lost")])), Answer)
    assert await on_hand(db, "gear") == 5
    assert await store.faults(db) == []


@needs("WHS-8")
async def test_a_critical_item_comes_back_with_its_inspection_only(db: asyncpg.Connection) -> None:
    """WHS-8: received, inspected, then sold again; who waits gets nothing that nobody looked at."""
    await stock.learn(db, [item_changed("gear", critical=True)])
    await stock.count(db, [Count("gear", Decimal(5), inspection="QC-1")])
    order, shipment = await gone(db, 5)
    waiting = Order("SO-2")
    await reservation.reserve(db, [waiting.confirmed(gear=2)])
    back = (Returned(1, Decimal(2)),)
    refused = await outcome(dispatch.take_back(db, [TakeBack(order.id, shipment, back)]))
    assert isinstance(refused, NotInspected)
    assert await on_hand(db, "gear") == 0
    answer = await outcome(dispatch.take_back(db, [TakeBack(order.id, shipment, back, "QC-9")]))
    assert kinds(answer.events) == ["return.received", "stock.reserved"]
    assert (await store.movements_of(db, "gear", 1))[0].inspection == "QC-9"


async def test_what_was_unpacked_was_inspected_before(db: asyncpg.Connection) -> None:
    await stock.learn(db, [item_changed("gear", critical=True)])
    await stock.count(db, [Count("gear", Decimal(5), inspection="QC-1")])
    order = Order()
    await reservation.reserve(db, [order.confirmed(gear=5)])
    await reservation.release(db, [order.cancelled()])
    found = await store.find_shelf(db, "gear")
    assert found
    assert found.free == 5


def test_the_book_lets_no_uninspected_goods_in_whoever_forgets_to_ask() -> None:
    book = Book(masters={"gear": Master("pcs", critical=True)})
    with pytest.raises(NotInspected):
        book.move(Movement("gear", "adjustment", ONE, "", "found", AT))
    book.move(Movement("gear", "adjustment", ONE, "", "found", AT, "QC-1"))
    assert book.shelves["gear"].on_hand == 1


@needs("WHS-3")
async def test_half_a_piece_is_nowhere_received_counted_found_or_taken_back(db: asyncpg.Connection) -> None:
    """WHS-3: the item's unit says what can be."""
    half, purchase = Decimal("0.5"), purchased("gear", 10)
    await stock.learn(db, [item_changed("gear")])
    assert isinstance(await outcome(stock.count(db, [Count("gear", half)])), NotInItsUnit)
    await stock.count(db, [Count("gear", Decimal(5))])
    await receiving.expect(db, [purchase])
    for accepted, rejected in ((half, Decimal(0)), (ONE, half)):
        refused = await outcome(receiving.receive(db, [Receive(purchase.purchase_id, accepted, rejected, "QC-1")]))
        assert isinstance(refused, NotInItsUnit)
        assert str(refused) == "0.5 piece of gear: expected a whole number, for it is counted in piece."
    assert isinstance(await outcome(stock.adjust(db, [Adjust("gear", half, "found")])), NotInItsUnit)
    order, shipment = await gone(db, 5)
    for quantity, scrapped in ((half, Decimal(0)), (Decimal(2), half)):
        back = TakeBack(order.id, shipment, (Returned(1, quantity, scrapped),))
        assert isinstance(await outcome(dispatch.take_back(db, [back])), NotInItsUnit)
    assert await db.fetchval("SELECT count(*) FROM receipt") == 0


async def test_half_a_piece_that_is_there_from_before_can_be_taken_off(db: asyncpg.Connection) -> None:
    await stock.count(db, [Count("gear", Decimal("5.5"))])
    await stock.learn(db, [item_changed("gear")])
    assert isinstance(await outcome(stock.adjust(db, [Adjust("gear", Decimal("-0.5"), "no half gears")])), Answer)
    assert await on_hand(db, "gear") == 5


def test_what_is_weighed_may_be_any_quantity() -> None:
    assert unfit("ore", Master("kg"), Decimal("100.5")) is None
    assert unfit("ore", Master(), Decimal("100.5")) is None

"""What the handlers keep in the database, in how many statements, and that stock and traces agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal

import asyncpg
import pytest

from chassis.figures import HOLDING
from chassis.handling import Answer, NotReady, Outcome, events_of
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.purchasing import PurchaseOrdered
from contracts.sales import ItemChanged, OrderCancelled, OrderChanged
from contracts.warehouse import GoodsPacked, GoodsReceived, StockReserved, StockReviewed, StockShort, StockUnreserved
from services.warehouse.book import store as book_store
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.dispatch.rules.returns import Returned, TakeBack
from services.warehouse.dispatch.rules.shipping import NotReleased, Pack
from services.warehouse.policy import Policy
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import PurchaseNotKnownYet, Receive
from services.warehouse.reservation import handlers as reservation
from services.warehouse.review import handlers as reviewing
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import store
from services.warehouse.stock.rules import Adjust, Count
from services.warehouse.tests.samples import (
    Order,
    dispatched,
    given_up,
    item_changed,
    kinds,
    not_dispatched,
    only,
    purchased,
)
from tests.figures import put as put_figures
from tests.needs import needs

Statements = Callable[[asyncpg.Connection], AbstractContextManager[list[str]]]


async def put(db: asyncpg.Connection, **on_hand: int) -> None:
    await stock.learn(db, [item_changed(item) for item in on_hand])
    counts = [Count(item, Decimal(quantity), Decimal(0), Decimal(0), "A-1") for item, quantity in on_hand.items()]
    await stock.count(db, counts)


def said(outcomes: Sequence[Outcome]) -> tuple[Event, ...]:
    (outcome,) = outcomes
    assert not isinstance(outcome, NotReady)
    return events_of(outcome)


def answered(answers: Sequence[Answer | Refusal]) -> tuple[Event, ...]:
    (answer,) = answers
    assert isinstance(answer, Answer), answer
    return answer.events


async def reserved(db: asyncpg.Connection, order: Order, **wants: int) -> StockReserved:
    return only(StockReserved, said(await reservation.reserve(db, [order.confirmed(**wants)])))


async def packed(db: asyncpg.Connection, order: Order, **wants: int) -> StockReserved:
    """An order whose goods are in logistics' hands."""
    shipment = await reserved(db, order, **wants)
    assert kinds(said(await dispatch.take_released(db, [order.released(shipment.shipment_id)]))) == ["goods.packed"]
    return shipment


@needs("WHS-2", "WHS-6")
async def test_an_order_goes_from_the_shelf_to_the_lorry(db: asyncpg.Connection) -> None:
    await put(db, bolt=10)
    order = Order()
    shipment = await reserved(db, order, bolt=6)
    goods = only(GoodsPacked, said(await dispatch.take_released(db, [order.released(shipment.shipment_id)])))
    assert (goods.slip_number.startswith("OS-"), goods.lines) == (True, shipment.lines)
    assert [package.weight_kg for package in goods.packages] == [Decimal(20)] * 3
    assert said(await dispatch.leave(db, [dispatched(order, shipment.shipment_id)])) == ()
    shelf = await store.find_shelf(db, "bolt")
    assert shelf
    assert (int(shelf.on_hand), int(shelf.reserved)) == (4, 0)
    assert [move.kind for move in await store.movements_of(db, "bolt", 9)] == ["dispatch", "opening"]
    assert await store.faults(db) == []


@needs("WHS-3")
async def test_a_receipt_serves_who_waits_in_the_same_outcome(db: asyncpg.Connection) -> None:
    await put(db, bolt=1, nut=5)
    order = Order()
    short = only(StockShort, said(await reservation.reserve(db, [order.confirmed(bolt=4, nut=2)])))
    purchase = purchased("bolt", 3, order)
    assert said(await receiving.expect(db, [purchase])) == ()
    asked = Receive(purchase.purchase_id, Decimal(3), Decimal(0), "QC-1")
    events = answered(await receiving.receive(db, [asked]))
    assert kinds(events) == ["goods.received", "stock.reserved"]
    assert only(GoodsReceived, events).receipt_number.startswith("GR-")
    assert only(StockReserved, events).need_version == short.need_version + 1
    assert await store.faults(db) == []


async def test_a_bulk_of_orders_in_stock_takes_two_statements(db: asyncpg.Connection, statements: Statements) -> None:
    await put(db, bolt=10_000, nut=10_000)
    orders = [Order(f"SO-2026-{n:06d}") for n in range(500)]
    with statements(db) as seen:
        outcomes = await reservation.reserve(db, [order.confirmed(bolt=2, nut=1) for order in orders])
    assert len(seen) == 2
    assert all(isinstance(events_of(outcome)[0], StockReserved) for outcome in outcomes)
    assert await store.faults(db) == []


async def test_no_handler_takes_more_than_three_statements_beside_the_figures(
    db: asyncpg.Connection, statements: Statements
) -> None:
    await put(db, bolt=10)
    order, purchase = Order(), purchased("bolt", 3)
    shipment = await reserved(db, order, bolt=2)
    await receiving.expect(db, [purchase])
    asked = Receive(purchase.purchase_id, Decimal(1), Decimal(1), "QC-1")
    for step in (
        lambda: dispatch.take_released(db, [order.released(shipment.shipment_id)]),
        lambda: receiving.receive(db, [asked]),
        lambda: receiving.give_up(db, [given_up(purchase, 1)]),
        lambda: reservation.reserve(db, [order.changed(bolt=1)]),
        lambda: dispatch.unpack(db, [not_dispatched(order, shipment.shipment_id)]),
        lambda: reservation.release(db, [order.cancelled()]),
        lambda: reviewing.review(db, [Order().received(bolt=1)]),
        lambda: stock.adjust(db, [Adjust("bolt", Decimal(1), "found")]),
    ):
        with statements(db) as seen:
            await step()
        assert 1 <= len(seen) <= 4, seen
        assert seen.count(HOLDING) <= 1
    assert await store.faults(db) == []


async def test_a_cancel_that_comes_again_writes_nothing(db: asyncpg.Connection, statements: Statements) -> None:
    order = Order()
    cancel = order.cancelled()
    await reservation.release(db, [cancel])
    with statements(db) as seen:
        assert said(await reservation.release(db, [cancel])) == ()
    assert seen == [book_store.LOAD]


async def test_one_batch_deals_its_orders_in_order_and_tells_each_its_own(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    first, second = Order("SO-1"), Order("SO-2")
    outcomes = await reservation.reserve(db, [first.confirmed(bolt=4), second.confirmed(bolt=4)])
    assert [kinds(events_of(outcome)) for outcome in outcomes] == [["stock.reserved"], ["stock.short"]]


async def test_a_changed_waiting_order_forgets_the_lines_that_it_no_longer_has(db: asyncpg.Connection) -> None:
    await put(db, bolt=1, nut=1)
    order = Order()
    await reservation.reserve(db, [order.confirmed(bolt=4, nut=4)])
    short = only(StockShort, said(await reservation.reserve(db, [order.changed(nut=3)])))
    assert [(lack.item, int(lack.quantity)) for lack in short.lacks] == [("nut", 2)]
    assert await db.fetchval("SELECT count(*) FROM claim") == 1
    assert await store.faults(db) == []


async def test_a_tombstone_is_kept(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    order = Order()
    confirmed = order.confirmed(bolt=4)
    assert said(await reservation.release(db, [order.cancelled()])) == ()
    assert said(await reservation.reserve(db, [confirmed])) == ()


@needs("WHS-2")
async def test_a_waiting_orders_cancel_serves_the_next(db: asyncpg.Connection) -> None:
    await put(db, bolt=3, nut=0)
    first, second = Order("SO-1"), Order("SO-2")
    await reservation.reserve(db, [first.confirmed(bolt=3, nut=1)])
    await reservation.reserve(db, [second.confirmed(bolt=2)])
    events = said(await reservation.release(db, [first.cancelled()]))
    assert kinds(events) == ["stock.unreserved", "stock.reserved"]
    assert only(StockUnreserved, events).shipment_id is None
    assert await store.faults(db) == []


async def test_a_released_shipment_that_is_no_longer_reserved_is_not_packed(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    order = Order()
    shipment = await reserved(db, order, bolt=4)
    await reservation.reserve(db, [order.changed(bolt=4)])
    assert said(await dispatch.take_released(db, [order.released(shipment.shipment_id)])) == ()


@needs("WHS-6")
async def test_packing_waits_for_the_weight_of_its_items(db: asyncpg.Connection) -> None:
    await stock.count(db, [Count("bolt", Decimal(5), Decimal(0), Decimal(0), "A-1")])
    order = Order()
    shipment = await reserved(db, order, bolt=4)
    outcomes = await dispatch.take_released(db, [order.released(shipment.shipment_id)])
    assert outcomes == [NotReady(of=(ItemChanged,), key="bolt")]
    await stock.learn(db, [item_changed("bolt")])
    assert kinds(said(await dispatch.take_released(db, [order.released(shipment.shipment_id)]))) == ["goods.packed"]


@needs("WHS-6", "ALL-10")
async def test_packing_by_hand_waits_for_the_storekeeper(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, packing="by_hand")
    await put(db, bolt=5)
    order = Order()
    shipment = await reserved(db, order, bolt=4)
    assert shipment.shipment_id
    asked = Pack(order.id, shipment.shipment_id)
    assert isinstance((await dispatch.pack_by_hand(db, [asked]))[0], NotReleased)
    assert said(await dispatch.take_released(db, [order.released(shipment.shipment_id)])) == ()
    assert kinds(answered(await dispatch.pack_by_hand(db, [asked]))) == ["goods.packed"]
    assert isinstance((await dispatch.pack_by_hand(db, [asked]))[0], NotReleased)


async def test_a_shipment_that_ended_is_not_packed_by_hand(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    order = Order()
    shipment = await reserved(db, order, bolt=4)
    assert shipment.shipment_id
    await reservation.reserve(db, [order.changed(bolt=3)])
    (refused,) = await dispatch.pack_by_hand(db, [Pack(order.id, shipment.shipment_id)])
    assert isinstance(refused, NotReleased)
    assert str(refused).startswith(f"Shipment {shipment.shipment_id} is ended;")


async def test_shipment_cancelled_before_the_cancel_is_heard_is_not_ready(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    order = Order()
    shipment = await packed(db, order, bolt=4)
    news = not_dispatched(order, shipment.shipment_id)
    assert await dispatch.unpack(db, [news]) == [NotReady(of=(OrderCancelled, OrderChanged), key=str(order.id))]
    assert said(await reservation.release(db, [order.cancelled()])) == ()
    assert kinds(said(await dispatch.unpack(db, [news]))) == ["stock.unreserved"]
    assert await store.faults(db) == []


async def test_a_packed_order_that_changes_is_reserved_anew_when_logistics_gives_back(db: asyncpg.Connection) -> None:
    await put(db, bolt=9)
    order = Order()
    shipment = await packed(db, order, bolt=4)
    assert kinds(said(await reservation.reserve(db, [order.changed(bolt=7)]))) == ["stock.short"]
    events = said(await dispatch.unpack(db, [not_dispatched(order, shipment.shipment_id)]))
    assert kinds(events) == ["stock.unreserved", "stock.reserved"]
    assert int(only(StockReserved, events).lines[0].quantity) == 7
    assert await store.faults(db) == []


async def test_dispatch_that_won_unblocks_the_rest(db: asyncpg.Connection) -> None:
    await put(db, bolt=9)
    order = Order()
    shipment = await packed(db, order, bolt=4)
    await reservation.reserve(db, [order.changed(bolt=7)])
    events = said(await dispatch.leave(db, [dispatched(order, shipment.shipment_id)]))
    assert int(only(StockReserved, events).lines[0].quantity) == 3
    assert await store.faults(db) == []


async def test_a_purchase_given_up_before_it_is_heard_is_not_ready(db: asyncpg.Connection) -> None:
    purchase = purchased("bolt", 10)
    heard = given_up(purchase, 4)
    assert await receiving.give_up(db, [heard]) == [NotReady(of=(PurchaseOrdered,), key=str(purchase.purchase_id))]
    await receiving.expect(db, [purchase])
    assert said(await receiving.give_up(db, [heard])) == ()
    assert await db.fetchval("SELECT on_order FROM stock WHERE item = 'bolt'") == 6


async def test_a_purchase_that_never_was_ordered_is_given_up_silently(db: asyncpg.Connection) -> None:
    assert said(await receiving.give_up(db, [given_up(purchased("bolt", 10), 10, was_ordered=False)])) == ()


async def test_goods_of_an_unknown_purchase_leave_no_trace(db: asyncpg.Connection) -> None:
    asked = Receive(purchased("bolt", 1).purchase_id, Decimal(1), Decimal(0), "")
    assert isinstance((await receiving.receive(db, [asked]))[0], PurchaseNotKnownYet)
    assert await db.fetchval("SELECT count(*) FROM receipt") == 0


@needs("WHS-3")
async def test_receipts_are_numbered_without_gaps_when_one_is_refused(db: asyncpg.Connection) -> None:
    purchases = [purchased("bolt", 5), purchased("bolt", 5)]
    await receiving.expect(db, purchases)
    bad = Receive(purchased("bolt", 1).purchase_id, Decimal(1), Decimal(0), "")
    good = [Receive(purchase.purchase_id, Decimal(5), Decimal(0), "") for purchase in purchases]
    answers = await receiving.receive(db, [good[0], bad, good[1]])
    numbers = [answer.body.number for answer in answers if isinstance(answer, Answer)]  # type: ignore[union-attr]
    assert [number[-6:] for number in numbers] == ["000001", "000002"]


@needs("WHS-8")
async def test_returned_goods_are_on_the_shelf_again(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    order = Order()
    shipment = await packed(db, order, bolt=5)
    assert shipment.shipment_id
    await dispatch.leave(db, [dispatched(order, shipment.shipment_id)])
    asked = TakeBack(order.id, shipment.shipment_id, (Returned(1, Decimal(4), Decimal(2)),))
    assert kinds(answered(await dispatch.take_back(db, [asked]))) == ["return.received"]
    assert await db.fetchval("SELECT on_hand FROM stock WHERE item = 'bolt'") == 2
    assert [move.kind for move in await store.movements_of(db, "bolt", 2)] == ["scrap", "return"]
    assert await store.faults(db) == []


@needs("WHS-4")
async def test_a_critical_item_is_free_with_its_inspection_only(db: asyncpg.Connection) -> None:
    """WHS-4: also when the item is called critical only after the purchase was made."""
    await put(db, bolt=0)
    purchase = purchased("bolt", 8)
    await receiving.expect(db, [purchase])
    await stock.learn(db, [item_changed("bolt", version=2, critical=True)])
    asked = Receive(purchase.purchase_id, Decimal(5), Decimal(0), "")
    assert answered(await receiving.receive(db, [asked])) == ()
    inspected = Receive(purchase.purchase_id, Decimal(3), Decimal(0), "QC-1")
    assert kinds(answered(await receiving.receive(db, [inspected]))) == ["goods.received"]
    assert await db.fetchval("SELECT (on_hand, quarantine) FROM stock WHERE item = 'bolt'") == (3, 5)
    assert await store.faults(db) == []


@needs("SAL-5")
async def test_a_review_is_answered_once_for_the_current_version(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    order = Order()
    first, second = order.received(bolt=4), order.received(bolt=9)
    assert only(StockReviewed, said(await reviewing.review(db, [second]))).verdict == "conditions"
    assert said(await reviewing.review(db, [first])) == ()
    await reservation.release(db, [order.cancelled()])
    assert said(await reviewing.review(db, [order.received(bolt=1)])) == ()


async def test_an_incomplete_order_is_not_reviewed(db: asyncpg.Connection) -> None:
    draft = Order().received(bolt=1).but(missing=("wanted",))
    assert said(await reviewing.review(db, [draft])) == ()


async def test_a_review_waits_for_an_item_that_was_not_heard_of(db: asyncpg.Connection) -> None:
    assert await reviewing.review(db, [Order().received(gizmo=1)]) == [NotReady(of=(ItemChanged,), key="gizmo")]


async def test_older_master_data_changes_nothing(db: asyncpg.Connection) -> None:
    await stock.learn(db, [item_changed("bolt", 2, version=2)])
    await stock.learn(db, [item_changed("bolt", 1, version=1)])
    assert await db.fetchval("SELECT weight_kg FROM item") == 2


@needs("WHS-1")
async def test_the_check_finds_a_shelf_that_disagrees_with_its_movements(db: asyncpg.Connection) -> None:
    await put(db, bolt=5)
    await db.execute("UPDATE stock SET on_hand = 6")
    (fault,) = await store.faults(db)
    assert (fault.item, fault.fault) == ("bolt", "on hand is not received less shipped plus adjusted")


@needs("WHS-1")
@pytest.mark.parametrize("promise", ["reserved = 6", "held = 6", "on_hand = -1", "reserved = 3, held = 3"])
async def test_the_database_itself_refuses_to_promise_what_is_not_there(db: asyncpg.Connection, promise: str) -> None:
    await put(db, bolt=5)
    with pytest.raises(asyncpg.CheckViolationError):
        await db.execute(f"UPDATE stock SET {promise}")

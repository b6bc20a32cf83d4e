"""LOG-1: packed goods leave once, or go back once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer, NotReady, events_of
from chassis.ids import new_id
from chassis.refusal import NotFound
from contracts.logistics import ShipmentCancelled, ShipmentDelayed, ShipmentDelivered, ShipmentDispatched
from contracts.sales import OrderChanged, OrderConfirmed
from contracts.warehouse import GoodsPacked
from services.logistics.carriers import handlers as carriers_room
from services.logistics.dispatch import handlers
from services.logistics.dispatch.handlers import find_rated, send, take_order, take_over
from services.logistics.dispatch.rules import Dispatch, NotPacked, NoTransport
from services.logistics.policy import Policy
from services.logistics.shipment import store
from services.logistics.tests.samples import cancelled, carriers, changed, confirmed, packed, rate
from services.logistics.tracking.handlers import correct, report
from services.logistics.tracking.rules import Correct, Delay, Deliver, NotUnderWay, ShipmentOfAnotherCarrier
from tests.figures import put as put_figures
from tests.needs import needs

Statements = Callable[[asyncpg.Connection], AbstractContextManager[list[str]]]


@pytest.fixture
async def rated(db: asyncpg.Connection) -> asyncpg.Connection:
    await carriers_room.put_carriers(db, carriers("C-1", "C-2"))
    await carriers_room.put_rates(db, [rate(), rate("C-2", "air", 3, "900")])
    return db


@pytest.fixture
async def by_hand(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, dispatch="by_hand")


async def event_of(db: asyncpg.Connection, goods: GoodsPacked) -> ShipmentDispatched | ShipmentCancelled:
    """What is said of goods that leave or go back at once."""
    (outcome,) = await take_over(db, [goods])
    assert isinstance(outcome, tuple)
    (event,) = outcome
    return event


async def waiting(db: asyncpg.Connection) -> GoodsPacked:
    """Goods of a confirmed order that wait for a clerk."""
    goods = packed(new_id())
    await take_order(db, [confirmed(goods.order_id)])
    assert await take_over(db, [goods]) == [()]
    return goods


async def under_way(db: asyncpg.Connection) -> GoodsPacked:
    goods = packed(new_id())
    await take_order(db, [confirmed(goods.order_id)])
    event = await event_of(db, goods)
    assert isinstance(event, ShipmentDispatched)
    return goods


async def state_of(db: asyncpg.Connection, shipment_id: UUID) -> str:
    shipment = await store.find(db, shipment_id)
    assert shipment
    return shipment.state


@needs("LOG-1")
async def test_packed_goods_leave_with_the_cheapest_transport_in_time(rated: asyncpg.Connection) -> None:
    order = new_id()
    await take_order(rated, [confirmed(order, promised=clock.today() + timedelta(days=40))])
    event = await event_of(rated, packed(order))
    assert isinstance(event, ShipmentDispatched)
    assert (event.carrier, event.mode, event.version, event.order_version) == ("C-1", "sea", 1, 1)
    assert event.expected == clock.today() + timedelta(days=30)
    assert event.number == f"SH-{clock.today().year}-000001"
    assert event.reason.code == "cheapest_in_time"


@needs("LOG-1")
async def test_packed_goods_leave_by_air_when_the_ship_is_too_late(rated: asyncpg.Connection) -> None:
    order = new_id()
    await take_order(rated, [confirmed(order, promised=clock.today() + timedelta(days=10))])
    event = await event_of(rated, packed(order))
    assert isinstance(event, ShipmentDispatched)
    assert event.mode == "air"


async def test_packed_goods_wait_for_the_content_of_their_version(rated: asyncpg.Connection) -> None:
    goods = packed(new_id(), version=2)
    await take_order(rated, [confirmed(goods.order_id, version=1)])
    unready = NotReady(of=(OrderConfirmed, OrderChanged), key=str(goods.order_id))
    assert await take_over(rated, [goods]) == [unready]
    assert await store.find(rated, goods.shipment_id) is None
    await take_order(rated, [changed(goods.order_id, version=2)])
    event = await event_of(rated, goods)
    assert isinstance(event, ShipmentDispatched)


@needs("SAL-9")
async def test_goods_of_a_cancelled_order_go_back(rated: asyncpg.Connection) -> None:
    goods = packed(new_id())
    await take_order(rated, [cancelled(goods.order_id)])
    await take_order(rated, [confirmed(goods.order_id)])
    event = await event_of(rated, goods)
    assert isinstance(event, ShipmentCancelled)
    assert (event.shipment_id, event.order_version, event.version) == (goods.shipment_id, 1, 1)


@needs("SAL-9")
async def test_goods_of_an_older_version_go_back(rated: asyncpg.Connection) -> None:
    goods = packed(new_id(), version=1)
    await take_order(rated, [changed(goods.order_id, version=2)])
    await take_order(rated, [confirmed(goods.order_id, version=1)])
    event = await event_of(rated, goods)
    assert isinstance(event, ShipmentCancelled)
    assert (event.reason, event.reasons[0].code) == ("the order is at version 2", "order_changed")


@needs("SAL-9")
@pytest.mark.usefixtures("by_hand")
async def test_a_cancel_sends_waiting_goods_back_once(rated: asyncpg.Connection) -> None:
    goods = await waiting(rated)
    ((event,),) = await take_order(rated, [cancelled(goods.order_id, version=3)])
    assert isinstance(event, ShipmentCancelled)
    assert await take_order(rated, [changed(goods.order_id, version=2)]) == [()]
    assert await state_of(rated, goods.shipment_id) == "cancelled"


@pytest.mark.usefixtures("by_hand")
async def test_a_lower_version_heard_late_stops_nothing(rated: asyncpg.Connection) -> None:
    goods = packed(new_id(), version=2)
    await take_order(rated, [changed(goods.order_id, version=2)])
    await take_over(rated, [goods])
    assert await take_order(rated, [confirmed(goods.order_id, version=1)]) == [()]
    assert await state_of(rated, goods.shipment_id) == "packed"


async def test_a_cancel_after_dispatch_stops_nothing(rated: asyncpg.Connection) -> None:
    goods = await under_way(rated)
    assert await take_order(rated, [cancelled(goods.order_id)]) == [()]
    assert await state_of(rated, goods.shipment_id) == "dispatched"


@needs("LOG-1")
@pytest.mark.usefixtures("by_hand")
async def test_a_clerk_chooses_carrier_and_mode(rated: asyncpg.Connection) -> None:
    goods = await waiting(rated)
    (answer,) = await handlers.dispatch(rated, [Dispatch(goods.shipment_id, "C-2", "air")])
    assert isinstance(answer, Answer)
    (event,) = answer.events
    assert isinstance(event, ShipmentDispatched)
    assert (event.carrier, event.mode) == ("C-2", "air")


@needs("LOG-1")
@pytest.mark.usefixtures("by_hand")
async def test_a_clerk_is_refused_a_transport_without_a_rate(rated: asyncpg.Connection) -> None:
    goods = await waiting(rated)
    (refusal,) = await handlers.dispatch(rated, [Dispatch(goods.shipment_id, "C-2", "rail")])
    assert isinstance(refusal, NoTransport)


async def test_nothing_leaves_twice(rated: asyncpg.Connection) -> None:
    goods = await under_way(rated)
    (refusal,) = await handlers.dispatch(rated, [Dispatch(goods.shipment_id)])
    assert isinstance(refusal, NotPacked)


@needs("ALL-10")
async def test_without_any_rate_the_goods_wait_for_a_clerk(db: asyncpg.Connection) -> None:
    goods = await waiting(db)
    assert await state_of(db, goods.shipment_id) == "packed"


@needs("LOG-1", "ALL-10")
async def test_goods_that_no_rate_reached_leave_once_there_is_one(db: asyncpg.Connection) -> None:
    """Nobody has to touch them (LOG-1, ALL-10)."""
    goods = await waiting(db)
    assert await find_rated(db, clock.now()) == []
    await carriers_room.put_carriers(db, carriers("C-1"))
    await carriers_room.put_rates(db, [rate()])
    assert await find_rated(db, clock.now()) == [(str(goods.order_id), goods.shipment_id)]
    ((event,),) = await send(db, [goods.shipment_id])
    assert isinstance(event, ShipmentDispatched)
    assert await find_rated(db, clock.now()) == []
    assert await send(db, [goods.shipment_id]) == [()], "another replica found them too"


@needs("ALL-10")
async def test_goods_that_a_clerk_sends_off_are_left_to_him(rated: asyncpg.Connection, by_hand: None) -> None:
    await waiting(rated)
    assert await find_rated(rated, clock.now()) == []


@needs("LOG-5")
async def test_a_delivery_has_its_proof_and_is_said_once(rated: asyncpg.Connection) -> None:
    goods = await under_way(rated)
    first, again = [(await report(rated, [Deliver(goods.shipment_id, "POD-1")]))[0] for _ in range(2)]
    assert isinstance(first, Answer)
    (event,) = first.events
    assert isinstance(event, ShipmentDelivered)
    assert (event.proof, event.version, event.lines) == ("POD-1", 2, goods.lines)
    assert isinstance(again, Answer)
    assert again.events == ()


@needs("LOG-5", "SAL-11")
async def test_a_corrected_delivery_is_said_again_under_a_higher_version_once(rated: asyncpg.Connection) -> None:
    """LOG-5, SAL-11: who counts days from the delivery counts them from what is right."""
    goods = await under_way(rated)
    await report(rated, [Deliver(goods.shipment_id, "POD-1")])
    at = clock.now()
    asked = Correct(goods.shipment_id, "typed the wrong hour", "chen", at=at)
    first, again = [(await correct(rated, [asked]))[0] for _ in range(2)]
    assert isinstance(first, Answer)
    (event,) = first.events
    assert isinstance(event, ShipmentDelivered)
    assert (event.version, event.at, event.proof, event.correction) == (3, at, "POD-1", "typed the wrong hour")
    assert isinstance(again, Answer)
    assert again.events == ()


async def test_a_shipment_that_left_before_its_day_was_kept_can_be_delivered(rated: asyncpg.Connection) -> None:
    goods = await under_way(rated)
    await rated.execute("UPDATE shipment SET dispatched_on = NULL")
    (answer,) = await report(rated, [Deliver(goods.shipment_id, "POD-1", clock.now() - timedelta(days=3))])
    assert isinstance(answer, Answer)


@needs("LOG-1")
async def test_a_rate_that_cannot_be_reckoned_with_hurts_no_other(rated: asyncpg.Connection) -> None:
    """LOG-1: it was stored when less was checked, or its currency lost its value."""
    await rated.execute("UPDATE rate SET days = 20261127 WHERE carrier = 'C-1'")
    for carrier, column, value in (("C-3", "currency", "CHF"), ("C-4", "base", Decimal("1E40"))):
        await carriers_room.put_carriers(rated, carriers(carrier))
        await carriers_room.put_rates(rated, [rate(carrier)])
        await rated.execute(f"UPDATE rate SET {column} = $1 WHERE carrier = $2", value, carrier)
    goods = packed(new_id())
    await take_order(rated, [confirmed(goods.order_id)])
    event = await event_of(rated, goods)
    assert isinstance(event, ShipmentDispatched)
    assert event.carrier == "C-2"


@needs("LOG-5")
async def test_a_delay_has_the_new_day_and_the_same_day_says_nothing(rated: asyncpg.Connection) -> None:
    goods = await under_way(rated)
    late = Delay(goods.shipment_id, clock.today() + timedelta(days=50), "strike in the port")
    first, again = [(await report(rated, [late]))[0] for _ in range(2)]
    assert isinstance(first, Answer)
    (event,) = first.events
    assert isinstance(event, ShipmentDelayed)
    assert (event.expected, event.version) == (late.expected, 2)
    assert isinstance(again, Answer)
    assert again.events == ()


@needs("LOG-5")
@pytest.mark.usefixtures("by_hand")
async def test_goods_that_have_not_left_cannot_be_delivered(rated: asyncpg.Connection) -> None:
    goods = await waiting(rated)
    (refusal,) = await report(rated, [Deliver(goods.shipment_id, "POD-1")])
    assert isinstance(refusal, NotUnderWay)


@needs("LOG-5", "ALL-3")
async def test_a_carrier_speaks_only_of_its_own_shipments(rated: asyncpg.Connection) -> None:
    goods = await under_way(rated)
    (refusal,) = await report(rated, [Deliver(goods.shipment_id, "POD-1", carrier="C-2")])
    assert isinstance(refusal, ShipmentOfAnotherCarrier)


async def test_an_unknown_shipment_does_not_hurt_its_neighbour(rated: asyncpg.Connection) -> None:
    goods = await under_way(rated)
    missing, found = await report(rated, [Deliver(new_id(), "POD-1"), Deliver(goods.shipment_id, "POD-2")])
    assert isinstance(missing, NotFound)
    assert isinstance(found, Answer)


async def test_a_batch_takes_three_statements_beside_the_figures(
    rated: asyncpg.Connection, statements: Statements
) -> None:
    goods = [packed(new_id()) for _ in range(100)]
    with statements(rated) as seen:
        await take_order(rated, [confirmed(g.order_id) for g in goods])
    assert len(seen) == 2
    with statements(rated) as seen:
        outcomes = await take_over(rated, goods)
    assert len(seen) == 4
    assert all(isinstance(event, ShipmentDispatched) for outcome in outcomes for event in events_of(outcome))
    assert len(outcomes) == 100


async def test_what_carriers_say_reads_neither_figures_nor_rates(
    rated: asyncpg.Connection, statements: Statements
) -> None:
    late = Delay((await under_way(rated)).shipment_id, clock.today() + timedelta(days=50), "strike in the port")
    with statements(rated) as seen:
        await report(rated, [late])
    assert seen == [store.LOAD, store.SAVE]
    with statements(rated) as seen:
        await report(rated, [late])
    assert seen == [store.LOAD]

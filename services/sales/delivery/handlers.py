"""What was dispatched, arrived and was accepted (SAL-11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from chassis.figures import holding
from chassis.handling import Answer, Db, Handler
from chassis.opened import on_opened
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.logistics import ShipmentBooked, ShipmentDelivered, ShipmentDispatched
from contracts.sales import OrderAccepted, OrderChanged, OrderClosed, ReturnRequested, ReviewRequested
from services.sales.delivery import rules
from services.sales.feedback.work import ask_of_orders
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.delay import DelayNews
from services.sales.order.view import brief_of
from services.sales.order.work import command, handle
from services.sales.policy import Policy

FromAcceptance = OrderAccepted | OrderClosed | DelayNews
FromDispatch = OrderChanged | ReviewRequested | ReturnRequested | OrderClosed | DelayNews
FromDelivery = FromDispatch | FromAcceptance


@on_opened
async def record_dispatch(db: Db, events: Sequence[ShipmentDispatched]) -> list[tuple[FromDispatch, ...]]:
    """Changes an order to what really left, a running review with it, and asks the goods of a cancelled one back."""
    return await handle(db, events, rules.dispatched)


@on_opened
async def record_booking(db: Db, events: Sequence[ShipmentBooked]) -> list[tuple[FromDispatch, ...]]:
    """Under which number goods travel now (LOG-5)."""
    return await handle(db, events, rules.booked)


@on_opened
async def record_delivery(db: Db, events: Sequence[ShipmentDelivered]) -> list[tuple[FromDelivery, ...]]:
    """As for the dispatch; and the delivery counts as accepted, where the policy lets it."""
    policy = await holding(db, Policy)
    said: list[tuple[FromDelivery, ...]] = await handle(db, events, rules.delivered, policy)
    await ask_of_orders(db, _completed(event for each in said for event in each), policy)
    return said


async def accept(db: Db, commands: Sequence[OfShipment]) -> list[Answer[FromAcceptance] | Refusal]:
    """Closes the order, when nothing else was missing; the customer is asked how satisfied he is (SAL-14)."""
    policy = await holding(db, Policy)
    done: list[Answer[FromAcceptance] | Refusal] = await command(
        db, commands, lambda order, asked, _hold: rules.accept(order, asked), brief_of, policy
    )
    await ask_of_orders(db, _completed(e for one in done if isinstance(one, Answer) for e in one.events), policy)
    return done


def _completed(said: Iterable[Event]) -> list[UUID]:
    """The orders of which all is accepted now."""
    return [event.order_id for event in said if isinstance(event, OrderAccepted) and event.completes_order]


HANDLES: Mapping[type[Event], Handler] = {
    ShipmentDispatched: record_dispatch,
    ShipmentBooked: record_booking,
    ShipmentDelivered: record_delivery,
}

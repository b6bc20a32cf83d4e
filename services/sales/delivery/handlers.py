"""What was dispatched, arrived and was accepted (SAL-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Answer, Db, Handler
from chassis.opened import on_opened
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.logistics import ShipmentBooked, ShipmentDelivered, ShipmentDispatched
from contracts.sales import OrderAccepted, OrderChanged, OrderClosed, ReturnRequested
from services.sales.delivery import rules
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.delay import DelayNews
from services.sales.order.view import brief_of
from services.sales.order.work import command, handle


@on_opened
async def record_dispatch(
    db: Db, events: Sequence[ShipmentDispatched]
) -> list[tuple[OrderChanged | ReturnRequested | OrderClosed | DelayNews, ...]]:
    """Changes an order to what really left, and asks the goods of a cancelled one back."""
    return await handle(db, events, rules.dispatched)


@on_opened
async def record_booking(
    db: Db, events: Sequence[ShipmentBooked]
) -> list[tuple[OrderChanged | ReturnRequested | OrderClosed | DelayNews, ...]]:
    """Under which number goods travel now (LOG-5)."""
    return await handle(db, events, rules.booked)


@on_opened
async def record_delivery(
    db: Db, events: Sequence[ShipmentDelivered]
) -> list[tuple[OrderChanged | ReturnRequested | OrderAccepted | OrderClosed | DelayNews, ...]]:
    """As for the dispatch; and the delivery counts as accepted, where the policy lets it."""
    return await handle(db, events, rules.delivered)


async def accept(
    db: Db, commands: Sequence[OfShipment]
) -> list[Answer[OrderAccepted | OrderClosed | DelayNews] | Refusal]:
    """Closes the order, when nothing else was missing."""
    return await command(db, commands, lambda order, asked, _hold: rules.accept(order, asked), brief_of)


HANDLES: Mapping[type[Event], Handler] = {
    ShipmentDispatched: record_dispatch,
    ShipmentBooked: record_booking,
    ShipmentDelivered: record_delivery,
}

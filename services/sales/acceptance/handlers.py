"""What left, arrived and was accepted (SAL-11)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.logistics import ShipmentDelivered, ShipmentDispatched
from contracts.sales import OrderAccepted, OrderChanged, OrderClosed, ReturnRequested
from services.sales.acceptance import rules
from services.sales.order import OfShipment
from services.sales.settle import ask, hear
from services.sales.view import brief_of

Undone = OrderChanged | ReturnRequested
"""What dispatch undoes of a change or a cancel that it was faster than."""


async def hear_dispatched(db: Db, events: Sequence[ShipmentDispatched]) -> list[tuple[Undone | OrderClosed, ...]]:
    """order.changed when more left than the version says; return.requested when the order is cancelled."""
    return await hear(db, events, rules.dispatched)


async def hear_delivered(
    db: Db, events: Sequence[ShipmentDelivered]
) -> list[tuple[Undone | OrderAccepted | OrderClosed, ...]]:
    """As for the dispatch; order.accepted, where the policy lets it."""
    return await hear(db, events, rules.delivered)


async def accept(db: Db, commands: Sequence[OfShipment]) -> list[Answer | Refusal]:
    """order.accepted, and order.closed when nothing else was missing."""
    return await ask(db, commands, lambda order, asked, _hold: rules.accept(order, asked), brief_of)


HANDLES: dict[type[Event], Handler] = {ShipmentDispatched: hear_dispatched, ShipmentDelivered: hear_delivered}

"""The steps of an order: what it becomes and what is published of it, by itself or because somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from chassis.handling import Step
from contracts.event import Event
from contracts.order import OrderContent
from contracts.review import Reason
from contracts.sales import OrderAccepted, OrderChanged, OrderConfirmed, OrderRejected, OrderReleased
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Shipment

E = TypeVar("E", bound=Event)


def confirmed(order: Order, promised: date) -> Step[Order, OrderConfirmed]:
    content = order.binding.but(promised=promised)
    order = order.but(status="confirmed", version=order.version + 1, content=content, doubts=())
    return Step(order, (OrderConfirmed(order_id=order.order_id, version=order.version, content=content),))


def rejected(order: Order, reasons: tuple[Reason, ...]) -> Step[Order, OrderRejected]:
    order = order.but(status="rejected", version=order.version + 1, reasons=reasons)
    return Step(order, (OrderRejected(order_id=order.order_id, version=order.version, reasons=reasons),))


def changed(order: Order, content: OrderContent, reason: str) -> Step[Order, OrderChanged]:
    """A new version, of which nothing is reserved or lacking yet."""
    kept = {line.line for line in content.lines}
    dropped = tuple(line for line in (*order.dropped, *order.binding.lines) if line.line not in kept)
    order = order.but(version=order.version + 1, content=content, dropped=dropped, came_again=None)
    order = order.but(lacks=(), answered_version=0, impossible=None)
    event = OrderChanged(order_id=order.order_id, version=order.version, content=content, reason=reason)
    return Step(order, (event,))


def releasable(order: Order, shipment: Shipment) -> bool:
    """Whether it is reserved for the current version and still there."""
    current = shipment.order_version == order.version
    return current and bool(shipment.lines) and not shipment.released and not shipment.ended


def released(order: Order, shipment_ids: Sequence[UUID]) -> Step[Order, OrderReleased]:
    """Shipments may leave; their sales slips are numbered by ``number_slips``."""
    events = tuple(
        OrderReleased(order_id=order.order_id, order_version=order.version, shipment_id=id_, slip_number="")
        for id_ in shipment_ids
    )
    for id_ in shipment_ids:
        order = order.with_shipment(id_, released=True)
    return Step(order, events)


def released_in(step: Step[Order]) -> int:
    """How many sales slips a step needs."""
    return sum(isinstance(event, OrderReleased) for event in step.events)


def number_slips(step: Step[Order, E], numbers: Iterator[str]) -> Step[Order, E]:
    """Give each release of the step the next sales slip number."""
    order, events = step.document, list(step.events)
    for place, event in enumerate(events):
        if isinstance(event, OrderReleased):
            slip = next(numbers)
            order = order.with_shipment(event.shipment_id, slip_number=slip)
            events[place] = event.but(slip_number=slip)
    return Step(order, tuple(events))


def accepted(order: Order, shipment_id: UUID) -> Step[Order, OrderAccepted]:
    order = order.with_shipment(shipment_id, accepted=True)
    event = OrderAccepted(
        order_id=order.order_id,
        order_version=order.version,
        shipment_id=shipment_id,
        completes_order=order.all_dispatched and order.all_concluded,
    )
    return Step(order, (event,))

"""What was dispatched, arrived and was accepted (SAL-11)."""

from __future__ import annotations

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.logistics import ShipmentBooked, ShipmentDelivered, ShipmentDispatched
from contracts.sales import OrderAccepted
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Shipment
from services.sales.order.rules.steps import accepted


class NotDelivered(Refusal):
    """Shipment {shipment_id} is not delivered yet."""


class AcceptedAlready(Refusal):
    """Shipment {shipment_id} was accepted already."""


class AskedBack(Refusal):
    """The goods of shipment {shipment_id} are asked back or came back; they cannot be accepted."""


def dispatched(order: Order, event: ShipmentDispatched) -> Order:
    """A delay that was heard before tells a later day, and a booking another number."""
    known = order.shipments.get(event.shipment_id, Shipment())
    expected = event.expected if event.version >= known.expected_version else known.expected
    tracking = event.tracking if event.version >= known.tracking_version else known.tracking
    left = {"dispatched": event.lines, "dispatched_on": event.dispatched_on, "tracking": tracking}
    return order.with_shipment(event.shipment_id, **left, expected=expected)


def booked(order: Order, event: ShipmentBooked) -> Order:
    """The highest version holds, whichever is heard first."""
    if event.version <= order.shipments.get(event.shipment_id, Shipment()).tracking_version:
        return order
    return order.with_shipment(event.shipment_id, tracking=event.tracking, tracking_version=event.version)


def delivered(order: Order, event: ShipmentDelivered) -> Order:
    """What was delivered was dispatched, also when the dispatch is not heard yet."""
    return order.with_shipment(event.shipment_id, dispatched=event.lines, delivered_at=event.at)


def accept(order: Order, asked: OfShipment) -> Step[Order, OrderAccepted] | Refusal:
    """The customer accepts one delivery."""
    shipment = order.shipments.get(asked.shipment_id)
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if shipment.accepted:
        return AcceptedAlready(shipment_id=asked.shipment_id)
    if shipment.asked_back or shipment.back_whole or order.status == "cancelled":
        return AskedBack(shipment_id=asked.shipment_id)
    if shipment.delivered_at is None:
        return NotDelivered(shipment_id=asked.shipment_id)
    return accepted(order, asked.shipment_id)

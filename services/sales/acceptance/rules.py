"""What left, arrived and was accepted (SAL-11)."""

from __future__ import annotations

from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.logistics import ShipmentDelivered, ShipmentDispatched
from contracts.sales import OrderAccepted
from services.sales.order import OfShipment, Order, Step
from services.sales.policy import Policy


class NotDelivered(Refusal):
    """Shipment {shipment_id} is not delivered yet."""


class AcceptedAlready(Refusal):
    """Shipment {shipment_id} was accepted already."""


class AskedBack(Refusal):
    """The goods of shipment {shipment_id} are asked back or came back; they cannot be accepted."""


def dispatched(order: Order, event: ShipmentDispatched) -> Order:
    return order.with_shipment(event.shipment_id, left=event.lines, tracking=event.tracking, expected=event.expected)


def delivered(order: Order, event: ShipmentDelivered) -> Order:
    """What was delivered has left, also when the dispatch is not heard yet."""
    return order.with_shipment(event.shipment_id, left=event.lines, delivered_at=event.at)


def accept_deliveries(order: Order, policy: Policy) -> Step:
    """Each delivery counts as accepted, where the policy lets it (SAL-11)."""
    step = Step(order)
    if policy.accept == "automatic":
        for id_, shipment in order.shipments.items():
            if shipment.delivered_at and not shipment.settled:
                step = step.then(_accepted(step.order, id_))
    return step


def accept(order: Order, asked: OfShipment) -> Step | Refusal:
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
    return _accepted(order, asked.shipment_id)


def _accepted(order: Order, shipment_id: UUID) -> Step:
    order = order.with_shipment(shipment_id, accepted=True)
    event = OrderAccepted(
        order_id=order.order_id,
        order_version=order.version,
        shipment_id=shipment_id,
        completes_order=order.all_left and order.all_settled,
    )
    return Step(order, (event,))

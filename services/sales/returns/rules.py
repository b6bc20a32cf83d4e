"""Goods that left and are asked back, or come back unasked (SAL-9)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from chassis.refusal import NotFound, Refusal
from contracts.order import ShipmentLine
from contracts.sales import ReturnRequested, ReturnWaived
from contracts.warehouse import ReturnReceived
from services.sales.order import OfShipment, Order, Shipment, Step


class NotAskedBack(Refusal):
    """No goods of shipment {shipment_id} are asked back any more."""


def returned(order: Order, event: ReturnReceived) -> Order:
    """Goods of a shipment are back, whether sales had asked for them or not."""
    shipment = order.shipments.get(event.shipment_id, Shipment())
    return order.with_shipment(
        event.shipment_id,
        back=(*shipment.back, *event.lines),
        back_whole=shipment.back_whole or event.whole,
    )


def ask_back(order: Order) -> Step:
    """Of a cancelled order, each dispatched shipment that sales knows of is asked back, once."""
    step = Step(order)
    for id_, shipment in order.left.items():
        if not shipment.asked_back and not shipment.back_whole:
            event = ReturnRequested(order_id=order.order_id, shipment_id=id_, lines=still_out(shipment))
            step = step.then(Step(step.order.with_shipment(id_, asked_back=True), (event,)))
    return step


def waive_return(order: Order, asked: OfShipment) -> Step | Refusal:
    """The customer keeps, and pays, what of a shipment is still out."""
    shipment = order.shipments.get(asked.shipment_id)
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if not shipment.asked_back or shipment.back_whole or shipment.waived:
        return NotAskedBack(shipment_id=asked.shipment_id)
    event = ReturnWaived(order_id=order.order_id, shipment_id=asked.shipment_id, lines=still_out(shipment))
    return Step(order.with_shipment(asked.shipment_id, waived=True), (event,))


def still_out(shipment: Shipment) -> tuple[ShipmentLine, ...]:
    """What left and has not come back."""
    back: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in shipment.back:
        back[line.line] += line.quantity
    rest = (line.model_copy(update={"quantity": line.quantity - back[line.line]}) for line in shipment.left or ())
    return tuple(line for line in rest if line.quantity > 0)

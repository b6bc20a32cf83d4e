"""Goods that left and are asked back, or come back unasked (SAL-9)."""

from __future__ import annotations

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.sales import ReturnWaived
from contracts.warehouse import ReturnReceived
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Shipment


class NotAskedBack(Refusal):
    """No goods of shipment {shipment_id} are asked back any more."""


def returned(order: Order, event: ReturnReceived) -> Order:
    """Goods of a shipment are back, whether sales had asked for them or not."""
    shipment = order.shipments.get(event.shipment_id, Shipment())
    return order.with_shipment(
        event.shipment_id, back=(*shipment.back, *event.lines), back_whole=shipment.back_whole or event.whole
    )


def waive_return(order: Order, asked: OfShipment) -> Step[Order, ReturnWaived] | Refusal:
    """The customer keeps, and pays, what of a shipment is still out."""
    shipment = order.shipments.get(asked.shipment_id)
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if not shipment.asked_back or shipment.back_whole or shipment.waived:
        return NotAskedBack(shipment_id=asked.shipment_id)
    event = ReturnWaived(order_id=order.order_id, shipment_id=asked.shipment_id, lines=shipment.still_out)
    return Step(order.with_shipment(asked.shipment_id, waived=True), (event,))

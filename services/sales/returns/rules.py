"""Goods that left and are asked back, or come back unasked (SAL-9)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.order import ShipmentLine
from contracts.sales import ReturnRequested, ReturnWaived
from contracts.warehouse import ReturnReceived
from services.sales.order.rules.asked import OfShipment, OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Shipment


class NotAskedBack(Refusal):
    """No goods of shipment {shipment_id} are asked back any more."""


@dataclass(frozen=True)
class GiveBack(OnOrder):
    """A customer gives back so much of a line that he got, and keeps the rest (SAL-13).

    ``slip``: the sales slip by which the goods left; empty: by whichever.
    """

    line: int
    quantity: Decimal
    slip: str = ""


def returnable(order: Order, slip: str = "") -> dict[int, ShipmentLine]:
    """By line, what the customer got, did not give back, and is not about to; of all shipments, or by one slip."""
    kept: dict[int, ShipmentLine] = {}
    for line in (line for shipment in _left_by(order, slip).values() for line in shipment.kept):
        before = kept.get(line.line)
        kept[line.line] = line.but(quantity=line.quantity + before.quantity) if before else line
    return kept


def give_back(order: Order, asked: GiveBack) -> Step[Order, ReturnRequested]:
    """It is asked back of each shipment that holds some of it, up to what ``returnable`` tells."""
    step: Step[Order, ReturnRequested] = Step(order)
    left = asked.quantity
    for id_, shipment in _left_by(order, asked.slip).items():
        for line in shipment.kept:
            if line.line == asked.line and left:
                part = line.but(quantity=min(left, line.quantity))
                step, left = step.then(_asked_back(step.document, id_, part)), left - part.quantity
    return step


def _left_by(order: Order, slip: str) -> dict[UUID, Shipment]:
    return {id_: one for id_, one in order.shipments.items() if slip in ("", one.slip_number)}


def _asked_back(order: Order, id_: UUID, part: ShipmentLine) -> Step[Order, ReturnRequested]:
    """In all so much is to be back then, whatever came back before unasked."""
    shipment = order.shipments[id_]
    sent = next(line for line in shipment.dispatched or () if line.line == part.line)
    rest = next(line for line in shipment.kept if line.line == part.line).quantity - part.quantity
    others = tuple(line for line in shipment.wanted_back if line.line != part.line)
    wanted = (*others, sent.but(quantity=sent.quantity - rest))
    event = ReturnRequested(
        order_id=order.order_id,
        shipment_id=id_,
        lines=(part,),
        in_part=shipment.still_out != (part,),
        in_all=(wanted[-1],),
    )
    return Step(order.with_shipment(id_, wanted_back=wanted), (event,))


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

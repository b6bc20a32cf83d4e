"""What is reserved, what lacks, and what may leave (SAL-17)."""

from __future__ import annotations

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.purchasing import PurchaseImpossible
from contracts.reasons import text_of_all
from contracts.sales import OrderReleased
from contracts.texts import Text
from contracts.warehouse import StockReserved, StockShort, StockUnreserved
from services.sales.order.rules.asked import CustomerOnHold, OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Impossible
from services.sales.order.rules.risk import GRADES
from services.sales.order.rules.steps import releasable, released


class NotReserved(Refusal):
    """Shipment {shipment_id} is not reserved for the current version of order {number}."""


class ReleasedAlready(Refusal):
    """Shipment {shipment_id} was released with sales slip {slip_number}."""


class AdvanceOpen(Refusal):
    """The advance that the terms of order {number} ask is not fully paid."""


class NotSigned(Refusal):
    """By its change the risk of order {number} is {grade}; nothing of it leaves before a {role} has signed for it."""


class LetterOfCreditOpen(Refusal):
    """The letter of credit that pays order {number} has not come, or is not in order[: {reasons}]."""


def reserved(order: Order, event: StockReserved) -> Order:
    """A reservation of the current version; an older one is ignored."""
    order = short(order, event)
    if event.order_version != order.version or event.shipment_id is None or not event.lines:
        return order
    return order.with_shipment(event.shipment_id, order_version=event.order_version, lines=event.lines)


def short(order: Order, event: StockShort | StockReserved) -> Order:
    """What the current version still lacks, as the newest answer says."""
    if event.order_version != order.version or event.need_version < order.need_version:
        return order
    order = order.but(need_version=event.need_version, answered_version=order.version, lacks=event.lacks)
    return order.but(impossible=None) if order.impossible and _outdated(order.impossible, order) else order


def _outdated(known: Impossible, order: Order) -> bool:
    """Purchasing answers every need anew: no more holds what it said of an older one, or of what lacks no more."""
    return known.need_version < order.need_version or _no_longer_lacking(order, known.items)


def unreserved(order: Order, event: StockUnreserved) -> Order:
    """A reservation, known or not, ended without dispatch."""
    if event.shipment_id is None:
        return order
    return order.with_shipment(event.shipment_id, unreserved=True)


def impossible(order: Order, event: PurchaseImpossible) -> Order:
    """Why the order waits for the merchandiser: only at that version and need, and while the item lacks (PUR-7)."""
    served = [s for s in event.served if s.order_id == order.order_id and s.order_version == order.version]
    items, need_version = tuple(s.item for s in served), max((s.need_version for s in served), default=0)
    if order.status != "confirmed" or not items or _no_longer_lacking(order, items):
        return order
    known = order.impossible
    if need_version < max(order.need_version, known.need_version if known else 0):
        return order
    nobody = Text("no supplier can deliver {items}", items=items)
    reason = text_of_all(event.reasons) if event.reasons else nobody
    before = known.items if known and known.need_version == need_version else ()
    items = tuple(dict.fromkeys((*before, *items)))
    return order.but(impossible=Impossible(items=items, reason=reason, need_version=need_version))


def _no_longer_lacking(order: Order, items: tuple[str, ...]) -> bool:
    answered = order.answered_version == order.version
    return answered and not {lack.item for lack in order.lacks}.intersection(items)


def release(order: Order, asked: OfShipment, hold: Text | None) -> Step[Order, OrderReleased] | Refusal:
    """The merchandiser releases one reservation."""
    shipment = order.shipments.get(asked.shipment_id)
    if shipment is None:
        return NotFound(what="shipment", id=asked.shipment_id)
    if shipment.released:
        return ReleasedAlready(shipment_id=asked.shipment_id, slip_number=shipment.slip_number)
    if order.status != "confirmed" or not releasable(order, shipment):
        return NotReserved(shipment_id=asked.shipment_id, number=order.content.number)
    if hold is not None:
        return CustomerOnHold(customer=order.content.customer, reason=hold)
    if risk := order.unsigned:
        return NotSigned(number=order.content.number, grade=GRADES[risk.grade], role=risk.signer)
    if not order.advance_is_paid:
        return AdvanceOpen(number=order.content.number)
    if not order.credit_is_in_order:
        here = order.current_credit
        return LetterOfCreditOpen(number=order.content.number, reasons=text_of_all(here.reasons) if here else None)
    return released(order, [asked.shipment_id])

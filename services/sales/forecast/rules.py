"""What purchasing and logistics say of the days on which goods come (SAL-20)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.logistics import ShipmentDelayed
from contracts.purchasing import (
    PurchaseCancelled,
    PurchaseChanged,
    PurchaseConfirmed,
    PurchaseDelayed,
    PurchaseOrdered,
)
from contracts.scalars import Day
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Shipment, Supply

PurchaseNews = PurchaseOrdered | PurchaseChanged | PurchaseConfirmed | PurchaseDelayed | PurchaseCancelled
UNKNOWN = Supply(version=0, item="", supplier="", quantity=Decimal(0))


def concerned(event: PurchaseNews) -> tuple[UUID, ...]:
    """The orders that a purchase serves, and those that it served until now."""
    return tuple(dict.fromkeys((*event.orders, *(served.order_id for served in event.served))))


def supplied(order: Order, event: PurchaseNews) -> Order:
    """What the purchase brings for a confirmed order now, and when."""
    known = order.supplies.get(event.purchase_id, UNKNOWN)
    mine = [served for served in event.served if served.order_id == order.order_id]
    if order.status != "confirmed" or event.version <= known.version or not (mine or known.version):
        return order
    expected = _expected(event) or known.expected
    supply = Supply(
        version=event.version,
        item=event.item,
        supplier=event.supplier,
        quantity=sum((served.quantity for served in mine), Decimal(0)),
        need_version=max((served.need_version for served in mine), default=0),
        expected=expected,
        words=_words(event) or (known.words if expected == known.expected else ""),
    )
    return order.but(supplies={**order.supplies, event.purchase_id: supply})


def delayed(order: Order, event: ShipmentDelayed) -> Order:
    """The carrier's new day; what logistics said before it is heard, if ever, is older."""
    known = order.shipments.get(event.shipment_id, Shipment())
    if event.version <= known.expected_version:
        return order
    told = {"expected": event.expected, "words": event.reason, "expected_version": event.version}
    return order.with_shipment(event.shipment_id, **told)


def looked_at(order: Order, _asked: object) -> Order:
    """The same order, to be judged by the day that it is now."""
    return order.but()


def _expected(event: PurchaseNews) -> Day | None:
    if isinstance(event, PurchaseConfirmed | PurchaseDelayed):
        return event.promised_on
    return None if isinstance(event, PurchaseCancelled) else event.expected_on


def _words(event: PurchaseNews) -> str:
    return event.reason if isinstance(event, PurchaseDelayed) else ""

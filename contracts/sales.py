"""What sales says: the order's life, its customers and its items."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts.event import Event, OrderEvent, Promise, days, hours, minutes, working_hours
from contracts.order import OrderContent, OrderDraft, ShipmentLine, Terms
from contracts.review import Reason
from contracts.scalars import Count, Country, Currency, Number, Quantity

REVIEWS = ("stock.reviewed", "supply.reviewed", "route.reviewed", "credit.reviewed")
REVIEWERS = ("warehouse", "purchasing", "logistics", "finance")
_REVIEWED = tuple(
    Promise(of=(topic,), by=by, within=hours(48), when="complete") for topic, by in zip(REVIEWS, REVIEWERS, strict=True)
)
_DECIDED = Promise(of=("order.confirmed", "order.rejected"), by="sales", within=hours(48), when="complete")
_COMPLETED = Promise(of=("order.clarified", "order.rejected"), by="sales", within=hours(48), when="missing")


class CustomerChanged(Event, topic="customer.changed", key="customer"):
    """A customer's trading data, whole; the highest version holds (SAL-15). Contacts stay in sales."""

    compacted = True

    customer: str
    version: Count
    name: str
    grade: Literal["A", "B", "C"]
    country: Country
    currency: Currency
    language: str
    terms: Terms
    credit_limit: Number
    """In the customer's currency."""
    active: bool = True


class ItemChanged(Event, topic="item.changed", key="item"):
    """An item's master data, whole; the highest version holds (SAL-25)."""

    compacted = True

    item: str
    version: Count
    name: str
    unit: str
    weight_kg: Quantity
    volume_m3: Quantity
    critical: bool = False
    discontinued: bool = False
    """Sold while stock lasts, bought from nobody."""


class OrderVersion(OrderEvent):
    """One state of the order document; the highest version holds."""

    version: Count


class _Unconfirmed(OrderVersion):
    content: OrderContent | OrderDraft
    missing: tuple[str, ...] = ()
    """The fields that the customer must still tell (SAL-3); empty when the order is complete."""

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def reference(self) -> str:
        """What order.placed calls the order: the customer's code and his PO number."""
        return f"{self.content.customer}/{self.content.customer_po}"


class OrderReceived(_Unconfirmed, topic="order.received"):
    """An order is in the book (SAL-2)."""

    then = (*_REVIEWED, _DECIDED, _COMPLETED)


class OrderClarified(_Unconfirmed, topic="order.clarified"):
    """A newer version of an order before its confirmation (SAL-3)."""

    then = (*_REVIEWED, _DECIDED, _COMPLETED)


class OrderRejected(OrderVersion, topic="order.rejected"):
    """Not feasible or not wanted; final (SAL-5)."""

    reasons: tuple[Reason, ...]


class _Binding(OrderVersion):
    content: OrderContent
    reason: str = ""


class OrderConfirmed(_Binding, topic="order.confirmed"):
    """The order is accepted; every department may act on it (SAL-8)."""

    then = (Promise(of=("stock.reserved", "stock.short"), by="warehouse", within=minutes(10)),)


class OrderChanged(_Binding, topic="order.changed"):
    """A new version of a confirmed order (SAL-9)."""

    then = (Promise(of=("stock.reserved", "stock.short"), by="warehouse", within=minutes(10)),)


class OrderCancelled(OrderVersion, topic="order.cancelled"):
    """Undo what was done for the order; final (SAL-9)."""

    reason: str


class OrderReleased(OrderEvent, topic="order.released"):
    """Settlement is checked and the sales slip issued: this shipment may leave (SAL-17)."""

    order_version: Count
    shipment_id: UUID
    slip_number: str
    then = (
        Promise(of=("goods.packed", "stock.released"), by="warehouse", within=working_hours(8), match=("shipment_id",)),
    )


class OrderAccepted(OrderEvent, topic="order.accepted"):
    """The customer accepts this delivery (SAL-11)."""

    order_version: Count
    shipment_id: UUID
    completes_order: bool
    then = (Promise(of=("order.closed",), by="sales", within=days(60), when="completes_order"),)


class OrderClosed(OrderEvent, topic="order.closed"):
    """The end of an order: all of it delivered, accepted and paid, or undone."""

    order_version: Count
    outcome: Literal["delivered", "cancelled"]


class ReturnRequested(OrderEvent, topic="return.requested"):
    """Goods that left are asked back."""

    shipment_id: UUID
    lines: tuple[ShipmentLine, ...]
    then = (Promise(of=("return.received", "return.waived"), by="warehouse", within=days(30), match=("shipment_id",)),)


class ReturnWaived(OrderEvent, topic="return.waived"):
    """The customer keeps goods that were asked back, and pays them."""

    shipment_id: UUID
    lines: tuple[ShipmentLine, ...]

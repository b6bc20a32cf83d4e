"""What purchasing says: its suppliers, its purchases and the prices that it asks."""

from __future__ import annotations

from uuid import UUID

from contracts.event import Event, Promise, until, working_hours
from contracts.markings import Cost
from contracts.money import Money
from contracts.review import Reason, Reviewed
from contracts.scalars import Count, Country, Currency, Day, Days, Quantity
from contracts.supply import ItemReady, Lack, Served

_RECEIVED = Promise(
    of=("goods.received", "purchase.cancelled"),
    by="warehouse",
    within=until("promised_on"),
    match=("purchase_id",),
)


class SupplierChanged(Event, topic="supplier.changed", key="supplier"):
    """A supplier's trading data, whole; the highest version holds (PUR-5)."""

    compacted = True

    supplier: str
    version: Count
    name: str
    country: Country
    currency: Currency
    payment_days: Days
    active: bool = True


class SupplyReviewed(Reviewed, topic="supply.reviewed"):
    """Whether and by when the order's items could be bought (SAL-5): material, capacity, lead time."""

    impossible: tuple[str, ...] = ()
    """Items that nobody sells us."""
    ready: tuple[ItemReady, ...] = ()
    """Every item that can be bought; ``ready_on`` is the latest of them."""


class PurchaseEvent(Event):
    """An event about one purchase; its key is the purchase, its orders those it serves."""

    purchase_id: UUID
    version: Count
    """Counts per purchase; the highest holds."""
    item: str
    supplier: str
    served: tuple[Served, ...] = ()

    @property
    def key(self) -> str:
        return str(self.purchase_id)


class PriceChangeRequested(PurchaseEvent, topic="price.change_requested", key="purchase_id"):
    """A unit price above the tolerance of the original budget, with the supplier's sheet (PUR-3)."""

    request: Count
    """Counts each supplier asked; a decision on another request is ignored."""
    quantity: Quantity
    unit_price: Cost[Money]
    budget_price: Cost[Money]
    requested_by: str
    then = (
        Promise(
            of=("price.change_decided", "purchase.cancelled"),
            by="finance",
            within=working_hours(8),
            match=("purchase_id",),
        ),
    )


class PurchaseOrdered(PurchaseEvent, topic="purchase.ordered", key="purchase_id"):
    """The purchase order is sent to the supplier (PUR-4)."""

    number: str
    quantity: Quantity
    unit_price: Cost[Money]
    then = (
        Promise(
            of=("purchase.confirmed", "purchase.cancelled", "goods.received"),
            by="purchasing",
            within=working_hours(24),
            match=("purchase_id",),
        ),
    )


class PurchaseChanged(PurchaseEvent, topic="purchase.changed", key="purchase_id"):
    """Which needs the purchase serves now; none: it is kept for stock."""

    outstanding: Quantity


class _Dated(PurchaseEvent):
    promised_on: Day
    """When the supplier promises to deliver, in the company's zone."""
    outstanding: Quantity


class PurchaseConfirmed(_Dated, topic="purchase.confirmed", key="purchase_id"):
    """The supplier's promised date."""

    then = (_RECEIVED,)


class PurchaseDelayed(_Dated, topic="purchase.delayed", key="purchase_id"):
    """The supplier's new date."""

    reason: str
    then = (_RECEIVED,)


class PurchaseCancelled(PurchaseEvent, topic="purchase.cancelled", key="purchase_id"):
    """A quantity of the purchase is given up."""

    quantity: Quantity
    was_ordered: bool
    outstanding: Quantity
    reason: str


class PurchaseImpossible(PurchaseEvent, topic="purchase.impossible", key="purchase_id"):
    """No supplier can; ``served`` are the needs that stay uncovered (PUR-7)."""

    reasons: tuple[Reason, ...]
    alternatives: tuple[Lack, ...] = ()
    """Other items that could be had, with the quantity."""
    then = (
        Promise(of=("order.changed", "order.cancelled"), by="sales", within=working_hours(24), match=("order_id",)),
    )

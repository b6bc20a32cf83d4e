"""As much as the page reads of purchase orders and their lines (PUR-4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.money import Money
from contracts.value import Value


class LineTold(Value):
    """One purchase, by its own number."""

    number: str
    item: str
    state: str
    quantity: Decimal
    accepted: Decimal
    cancelled: Decimal
    promised_on: date | None
    unit_price: Money | None = None

    @property
    def stands(self) -> Decimal:
        """What was not given up of it."""
        return self.quantity - self.cancelled


class PurchaseOrderTold(Value):
    """Without prices for who handles the goods."""

    number: str
    supplier: str
    ordered_on: date | None
    amount: Money | None
    lines: tuple[LineTold, ...]


class PurchaseOrders(Value):
    items: tuple[PurchaseOrderTold, ...]
    next: str | None = None

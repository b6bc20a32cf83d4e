"""Suppliers and their offers: values, and when a price needs signatures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.event import Value
from contracts.values import Address, Country, Currency, Money


class Supplier(Value):
    """A supplier's master data (PUR-5); all but the trading data stays in this department."""

    name: str
    country: Country
    currency: Currency
    payment_days: int = 30
    active: bool = True
    address: Address | None = None
    legal_representative: str = ""
    salesperson: str = ""
    reconciler: str = ""
    phone: str = ""
    settlement_method: str = ""
    bank: str = ""
    nda_signed_on: date | None = None
    nda_review_on: date | None = None


@dataclass(frozen=True)
class Offer:
    """What a supplier asks for an item. ``agreed_price`` is the budget, ``unit_price`` what he asks now."""

    supplier: str
    rank: int
    agreed_price: Money
    unit_price: Money
    lead_days: int
    available: bool = True


def within_budget(unit_price: Money, budget: Money, tolerance: Decimal) -> bool:
    """Whether a price passes without signatures; another currency never does (PUR-3)."""
    return unit_price.currency == budget.currency and unit_price.amount <= budget.amount * (1 + tolerance)

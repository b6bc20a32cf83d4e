"""Suppliers and their offers: values, and when a price needs signatures. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from chassis.refusal import Refusal
from contracts.event import Value
from contracts.money import Money
from contracts.order import Address
from services.purchasing.reading.rules import KeptDay, KeptDays

T = TypeVar("T")


class Supplier(Value):
    """A supplier's master data as it is kept (PUR-5); all but the trading data stays in this department.

    Country and currency are as they were told, so that who must correct them sees them; the door checks them.
    """

    name: str
    country: str
    currency: str
    payment_days: int = 30
    active: bool = True
    address: Address | None = None
    legal_representative: str = ""
    salesperson: str = ""
    reconciler: str = ""
    phone: str = ""
    settlement_method: str = ""
    bank: str = ""
    nda_signed_on: KeptDay | None = None
    nda_review_on: KeptDay | None = None


def told_anew(known: tuple[int, Supplier] | None, told: Supplier) -> tuple[int, Supplier]:
    """Version and data of a supplier: of one who is known, what was not told is left alone."""
    if known is None:
        return 1, told
    version, before = known
    data = before.model_copy(update={name: getattr(told, name) for name in told.model_fields_set})
    return (version, before) if data == before else (version + 1, data)


@dataclass(frozen=True)
class Offer:
    """What a supplier asks for an item. ``agreed_price`` is the budget, ``unit_price`` what he asks now."""

    supplier: str
    rank: int
    agreed_price: Money
    unit_price: Money
    lead_days: KeptDays
    available: bool = True


def put_to(asked: Sequence[frozenset[str]], woken: Sequence[tuple[frozenset[str], T]]) -> list[list[T]]:
    """What follows for those who waited for items, put to the first who told of one of them."""
    result: list[list[T]] = [[] for _ in asked]
    for items, said in woken:
        result[next((i for i, told in enumerate(asked) if told & items), 0)].append(said)
    return result


class AgreedPriceRaised(Refusal):
    """{supplier} agreed {agreed} for {item}; only the finance or the general manager may make that {asked}."""

    status = 403


def raised(item: str, known: Offer, asked: Offer) -> Refusal | None:
    """Why a buyer may not keep this offer: the agreed price is the budget, and any rise of it is finance's (PUR-3).

    Any rise, not those above the tolerance: else small ones add up. Another currency is a rise.
    """
    before, after = known.agreed_price, asked.agreed_price
    if within_budget(after, before, tolerance=Decimal(0)):
        return None
    agreed, asks = (f"{price.amount} {price.currency}" for price in (before, after))
    return AgreedPriceRaised(supplier=asked.supplier, agreed=agreed, item=item, asked=asks)


def within_budget(unit_price: Money, budget: Money, tolerance: Decimal) -> bool:
    """Whether a price passes without signatures; another currency never does (PUR-3)."""
    return unit_price.currency == budget.currency and unit_price.amount <= budget.amount * (1 + tolerance)

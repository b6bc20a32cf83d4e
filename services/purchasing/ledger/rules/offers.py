"""What suppliers offer, and when a price needs signatures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.money import Money
from services.purchasing.ledger.rules.reading import KeptDay, KeptDays, KeptQuantity


@dataclass(frozen=True)
class PriceStep:
    """From so many in one purchase on, each costs this."""

    quantity: KeptQuantity
    unit_price: Money


@dataclass(frozen=True)
class Offer:
    """What a supplier asks for an item. ``agreed_price`` is the budget, ``unit_price`` what he asks now.

    ``minimum``: the least that he sells at that price in one purchase; 0: any quantity. ``valid_until``: the last day
    on which it may be ordered at it; none: until another is kept. ``quotation``: the request for quotation in which he
    was chosen at that price; empty: in none (PUR-10). ``weekly``: as much as he delivers in a week; 0: any (PUR-6).
    ``pack``: he sells whole packs of so many; 0: any quantity (PUR-10).
    ``steps``: what each costs from so many in one purchase on, the least first; below the first, ``unit_price``.
    """

    supplier: str
    rank: int
    agreed_price: Money
    unit_price: Money
    lead_days: KeptDays
    available: bool = True
    quotation: str = ""
    minimum: KeptQuantity = Decimal(0)
    valid_until: KeptDay | None = None
    weekly: KeptQuantity = Decimal(0)
    steps: tuple[PriceStep, ...] = ()
    pack: KeptQuantity = Decimal(0)

    def stands_on(self, day: date) -> bool:
        """Whether it may be ordered at that price then."""
        return self.valid_until is None or day <= self.valid_until

    def price_for(self, quantity: Decimal) -> Money:
        """What each of so many costs in one purchase."""
        reached = [step.unit_price for step in self.steps if step.quantity <= quantity]
        return reached[-1] if reached else self.unit_price


def in_packs(quantity: Decimal, pack: Decimal) -> Decimal:
    """So much, in whole packs: what is begun is bought whole (PUR-10)."""
    if not pack:
        return quantity
    packs, rest = divmod(quantity, pack)
    return (packs + (1 if rest else 0)) * pack


def filled_packs(quantity: Decimal, pack: Decimal) -> Decimal:
    """As much of it as whole packs hold."""
    return quantity // pack * pack if pack else quantity


def within_budget(unit_price: Money, budget: Money, tolerance: Decimal) -> bool:
    """Whether a price passes without signatures; another currency never does (PUR-3)."""
    return unit_price.currency == budget.currency and unit_price.amount <= budget.amount * (1 + tolerance)

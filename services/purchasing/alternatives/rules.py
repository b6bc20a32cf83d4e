"""What a substitute or another supplier costs more than what is bought now (SAL-10). Pure.

The difference alone is told: neither price leaves purchasing by it (ALL-3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.money import Money, rounded
from contracts.rates import Values
from contracts.value import Value
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.purchases.rules.backup import Backup


class SubstituteCost(Value):
    """What so much of ``instead`` costs to buy more than the same of ``item``; below zero: less."""

    item: str
    instead: str
    quantity: Decimal
    costs_more: Money | None
    """None where nobody sells one of them today, or no rate is known."""


class SupplierCost(Value):
    """An item of an order that another supplier would bring sooner."""

    item: str
    number: str
    """Of the purchase."""
    days_sooner: int | None
    """None where nobody knows when it comes as it is."""
    costs_more: Money | None


@dataclass(frozen=True)
class In:
    """The currency in which a difference is told, and what currencies are worth."""

    currency: str
    values: Values

    def difference(self, before: Money | None, after: Money | None) -> Money | None:
        value = self.values.get(self.currency)
        known = [self._worth(money) for money in (before, after)]
        if known[0] is None or known[1] is None or value is None:
            return None
        return Money(amount=rounded((known[1] - known[0]) / value, self.currency), currency=self.currency)

    def _worth(self, money: Money | None) -> Decimal | None:
        value = self.values.get(money.currency) if money else None
        return money.amount * value if money and value is not None else None


def price_of(offers: Sequence[Offer], quantity: Decimal, today: date) -> Money | None:
    """What so much costs of the first who offers it today."""
    standing = (one for one in offers if one.available and one.stands_on(today) and one.minimum <= quantity)
    first = next(standing, None)
    if first is None:
        return None
    each = first.price_for(quantity)
    return each.but(amount=each.amount * quantity)


def supplier_cost(item: str, number: str, found: Backup, told: In) -> SupplierCost:
    sooner = (found.here_on - found.on).days if found.here_on else None
    return SupplierCost(
        item=item, number=number, days_sooner=sooner, costs_more=told.difference(found.cost_here, found.cost)
    )

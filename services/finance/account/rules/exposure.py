"""What a customer's credit carries, and what that is worth in the currency of his limit (SAL-5, FIN-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from contracts.money import rounded
from contracts.rates import Values
from services.finance.account.rules.values import ZERO

BEYOND_REASON = Decimal(10) ** 20
"""More than any customer owes, and still reckoned to the smallest unit."""


@dataclass(frozen=True)
class Exposure:
    """Open invoices, and orders that are not yet invoiced, by currency."""

    amounts: Mapping[str, Decimal] = field(default_factory=dict)

    def __str__(self) -> str:
        return " + ".join(f"{amount} {currency}" for currency, amount in sorted(self.amounts.items()) if amount) or "0"

    def plus(self, amount: Decimal, currency: str) -> Exposure:
        """With so much more, or less, of a currency."""
        if not amount:
            return self
        return Exposure({**self.amounts, currency: self.amounts.get(currency, ZERO) + amount})

    def worth_in(self, currency: str, values: Values) -> Decimal | None:
        """The sum in one currency, each part rounded half up to its minor unit; None when one cannot be compared."""
        parts = [_worth(amount, of, currency, values) for of, amount in self.amounts.items() if amount]
        known = [part for part in parts if part is not None]
        return sum(known, ZERO) if len(known) == len(parts) else None


def _worth(amount: Decimal, of: str, currency: str, values: Values) -> Decimal | None:
    if of == currency:
        return amount
    if of not in values or currency not in values:
        return None
    worth = amount * values[of] / values[currency]
    return rounded(worth, currency) if abs(worth) < BEYOND_REASON else None

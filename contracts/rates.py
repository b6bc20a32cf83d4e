"""What currencies are worth in the company's own, by date: to compare amounts, never to book one (FIN-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from contracts.scalars import Day, Number
from contracts.value import Value

Values = Mapping[str, Decimal]
"""What one unit of each currency is worth in the company's currency."""
OWN = "CNY"
"""The company's own."""
OPENING: Values = {
    OWN: Decimal(1),
    "USD": Decimal("7.1"),
    "EUR": Decimal("7.8"),
    "GBP": Decimal("9.1"),
    "JPY": Decimal("0.048"),
    "HKD": Decimal("0.91"),
    "KRW": Decimal("0.0052"),
    "VND": Decimal("0.00028"),
}
"""What is reckoned with until finance says what a currency is worth."""


RateValue = Annotated[Number, Field(gt=Decimal("1e-8"), lt=10**8)]
"""No currency is worth less or more of another."""


class DatedRate(Value):
    """What one unit of a currency is worth in the company's own, from a day on until a later rate."""

    valid_from: Day
    value: RateValue


Rates = Mapping[str, Sequence[DatedRate]]
"""By currency."""


def values_on(rates: Rates, day: date) -> Values:
    """The rates that hold on a day; of a currency without one the opening value."""
    begun = {currency: [rate for rate in dated if rate.valid_from <= day] for currency, dated in rates.items()}
    newest = {c: max(dated, key=lambda rate: rate.valid_from) for c, dated in begun.items() if dated}
    return {**OPENING, **{currency: rate.value for currency, rate in newest.items()}}

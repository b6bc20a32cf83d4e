"""What people see of a rate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from contracts.rates import OPENING
from contracts.value import Value
from services.finance.rates.rules.putting import Rate


class RateState(Value):
    """What one unit of a currency is worth in the company's own; nobody has put an opening rate."""

    currency: str
    value: Decimal
    valid_from: date | None = None
    set_by: str | None = None


def state_of(rate: Rate) -> RateState:
    return RateState(currency=rate.currency, value=rate.value, valid_from=rate.valid_from, set_by=rate.set_by)


def states_of(holding: Iterable[Rate]) -> tuple[RateState, ...]:
    """Of every currency that can be compared, by its code."""
    states = {currency: RateState(currency=currency, value=value) for currency, value in OPENING.items()}
    states |= {rate.currency: state_of(rate) for rate in holding}
    return tuple(states[currency] for currency in sorted(states))

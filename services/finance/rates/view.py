"""What people see of a rate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from contracts.rates import OPENING
from contracts.value import Value
from services.finance.rates.rules.putting import Rate, Source


class RateState(Value):
    """What one unit of a currency is worth in the company's own; nobody has put an opening rate."""

    currency: str
    value: Decimal
    valid_from: date | None = None
    set_by: str | None = None
    source: Source | None = None
    quoted_on: date | None = None
    """The day of the source, where it is another than ``valid_from``: the last one before a weekend or holiday."""


class FileTaken(Value):
    """The rates that are new by a file, those that somebody had put by hand, and how many older days it has."""

    quoted_on: date
    rates: tuple[RateState, ...]
    by_hand: tuple[str, ...]
    left_out: int


def state_of(rate: Rate) -> RateState:
    names = ("currency", "value", "valid_from", "set_by", "source", "quoted_on")
    return RateState(**{name: getattr(rate, name) for name in names})


def states_of(holding: Iterable[Rate]) -> tuple[RateState, ...]:
    """Of every currency that can be compared, by its code."""
    states = {currency: RateState(currency=currency, value=value) for currency, value in OPENING.items()}
    states |= {rate.currency: state_of(rate) for rate in holding}
    return tuple(states[currency] for currency in sorted(states))

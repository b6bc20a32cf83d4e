"""A rate is put, and from its day on amounts are compared by it (FIN-8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.finance import RatesChanged
from contracts.rates import DatedRate


class RateOfThePast(Refusal):
    """A rate holds from today or a later day on, so that nothing is compared anew; {valid_from} is past."""

    of_input = True


@dataclass(frozen=True)
class PutRate:
    """From a day on, one unit of a currency is worth so much in the company's own."""

    currency: str
    value: Decimal
    valid_from: date
    by: str


@dataclass(frozen=True)
class Rate:
    """A rate as it was put, by whom and when; ``version`` counts those of its currency."""

    currency: str
    version: int
    valid_from: date
    value: Decimal
    set_by: str
    set_at: datetime


Known = tuple[Rate, ...]
"""Of one currency, by version."""


def put(known: Known, asked: PutRate, at: datetime, today: date) -> Step[Known, RatesChanged] | Refusal:
    """The rates of the currency with the new one; the same again is no change."""
    if asked.valid_from < today:
        return RateOfThePast(valid_from=asked.valid_from)
    before = newest_of(known).get(asked.valid_from)
    if before and before.value == asked.value:
        return Step(known)
    version = max((rate.version for rate in known), default=0) + 1
    rates = (*known, Rate(asked.currency, version, asked.valid_from, asked.value, asked.by, at))
    return Step(rates, (RatesChanged(currency=asked.currency, version=version, rates=still_told(rates, today)),))


def newest_of(known: Sequence[Rate]) -> dict[date, Rate]:
    """The rate that was put last for each day."""
    return {rate.valid_from: rate for rate in sorted(known, key=lambda rate: rate.version)}


def still_told(known: Sequence[Rate], today: date) -> tuple[DatedRate, ...]:
    """The rate that holds, and those to come."""
    by_day = newest_of(known)
    holds = max((day for day in by_day if day <= today), default=today)
    return tuple(DatedRate(valid_from=day, value=rate.value) for day, rate in sorted(by_day.items()) if day >= holds)

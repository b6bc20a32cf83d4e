"""A rate is put, and from its day on amounts are compared by it (FIN-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.finance import RatesChanged
from contracts.rates import OPENING, DatedRate

Source = Literal["hand", "ECB"]


class RateJumps(Refusal):
    """{currencies} moved by more than {percent} % since the last rate; look at the file, and say that it is right."""

    of_input = True


class NewerRatesKnown(Refusal):
    """Rates of {known} are known already; those of {quoted_on} are older."""

    of_input = True


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
    source: Source = "hand"
    quoted_on: date | None = None
    """The day of the source: a weekend is reckoned with at Friday's."""


@dataclass(frozen=True)
class TakeFile:
    """The rates of a central bank's file of its newest day, from today on. ``surprising``: also what jumped."""

    source: Source
    quoted_on: date
    values: Mapping[str, Decimal]
    left_out: int
    """Older days of the file: what was compared is not compared anew."""
    surprising: bool
    by: str


Known = tuple[Rate, ...]
"""Of one currency, by version."""


def put(known: Known, asked: PutRate, at: datetime, today: date) -> Step[Known, RatesChanged] | Refusal:
    """The rates of the currency with the new one; the same again is no change."""
    if asked.valid_from < today:
        return RateOfThePast(valid_from=asked.valid_from)
    before = newest_of(known).get(asked.valid_from)
    if before and before.value == asked.value:
        return Step(known)
    return _with(known, Rate(asked.currency, _next(known), asked.valid_from, asked.value, asked.by, at), today)


def take(
    known: Mapping[str, Known], asked: TakeFile, at: datetime, today: date, jump_percent: Decimal
) -> dict[str, Step[Known, RatesChanged]] | Refusal:
    """By currency; none for what is known so already, and for what somebody put by hand from today on."""
    if (newest := _newest_quoted(known)) and newest > asked.quoted_on:
        return NewerRatesKnown(known=newest, quoted_on=asked.quoted_on)
    if (jumped := _jumped(known, asked.values, today, jump_percent)) and not asked.surprising:
        return RateJumps(currencies=", ".join(jumped), percent=f"{jump_percent:f}")
    new = {currency: value for currency, value in asked.values.items() if _is_new(known, currency, value, asked, today)}
    return {
        currency: _with(
            known.get(currency, ()),
            Rate(currency, _next(known.get(currency, ())), today, value, asked.by, at, asked.source, asked.quoted_on),
            today,
        )
        for currency, value in new.items()
    }


def by_hand(known: Mapping[str, Known], today: date) -> list[str]:
    """The currencies of which somebody put today's rate: a file does not take its place."""
    held = {currency: newest_of(rates).get(today) for currency, rates in known.items()}
    return sorted(currency for currency, rate in held.items() if rate and rate.source == "hand")


def _newest_quoted(known: Mapping[str, Known]) -> date | None:
    return max((rate.quoted_on for rates in known.values() for rate in rates if rate.quoted_on), default=None)


def _jumped(known: Mapping[str, Known], values: Mapping[str, Decimal], today: date, percent: Decimal) -> list[str]:
    held = {currency: _held(known.get(currency, ()), today) or OPENING.get(currency) for currency in values}
    return sorted(
        currency
        for currency, value in values.items()
        if (before := held[currency]) and abs(value / before - 1) * 100 > percent
    )


def _held(known: Known, today: date) -> Decimal | None:
    begun = [rate for day, rate in newest_of(known).items() if day <= today]
    return max(begun, key=lambda rate: rate.valid_from).value if begun else None


def _is_new(known: Mapping[str, Known], currency: str, value: Decimal, asked: TakeFile, today: date) -> bool:
    before = newest_of(known.get(currency, ())).get(today)
    return not before or (before.source != "hand" and (before.value, before.quoted_on) != (value, asked.quoted_on))


def _next(known: Known) -> int:
    return max((rate.version for rate in known), default=0) + 1


def _with(known: Known, rate: Rate, today: date) -> Step[Known, RatesChanged]:
    rates = (*known, rate)
    told = RatesChanged(currency=rate.currency, version=rate.version, rates=still_told(rates, today))
    return Step(rates, (told,))


def newest_of(known: Sequence[Rate]) -> dict[date, Rate]:
    """The rate that was put last for each day."""
    return {rate.valid_from: rate for rate in sorted(known, key=lambda rate: rate.version)}


def still_told(known: Sequence[Rate], today: date) -> tuple[DatedRate, ...]:
    """The rate that holds, and those to come."""
    by_day = newest_of(known)
    holds = max((day for day in by_day if day <= today), default=today)
    return tuple(DatedRate(valid_from=day, value=rate.value) for day, rate in sorted(by_day.items()) if day >= holds)

"""What carriers offer, what it costs and when it arrives, and how reliable they are (LOG-1, LOG-2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from contracts.money import Money, rounded
from contracts.scalars import DAYS_MAX, Mode
from contracts.value import fields_of

COST_BELOW = Decimal(10) ** 15
"""Dearer than any transport, and still reckoned to the cent."""


@dataclass(frozen=True)
class RouteLeg:
    """One stretch of a carrier's usual way, from place to place (UN/LOCODE); ``mode`` is never multimodal."""

    mode: Mode
    start: str
    end: str


@dataclass(frozen=True)
class Rate:
    """One carrier's offer to one country by one mode: ``days`` of transit, CO2 in kg per kg, reliability 0 to 1.

    ``legs`` is its way, where the carrier tells it.
    """

    carrier: str
    mode: Mode
    country: str
    days: int
    base: Decimal
    per_kg: Decimal
    currency: str
    co2_per_kg: Decimal
    reliability: Decimal
    legs: tuple[RouteLeg, ...] = field(default=(), kw_only=True)

    @property
    def places(self) -> tuple[str, ...]:
        """All that its way touches, in their order."""
        return tuple(dict.fromkeys(place for leg in self.legs for place in (leg.start, leg.end)))

    @property
    def lane(self) -> Lane:
        return self.carrier, self.mode, self.country

    @property
    def waits(self) -> dict[str, int]:
        """By number the disruptions whose days its own hold."""
        return {}


R = TypeVar("R", bound=Rate)
MEASURED_LAST = 50
"""So many of the last deliveries of a lane tell how it is now."""
Lane = tuple[str, str, str]
"""A carrier, a mode and a country."""


@dataclass(frozen=True)
class Barred(Rate):
    """The rate of a carrier that takes no goods: suspended, or its NDA or security review was due on ``review``."""

    active: bool
    review: date | None

    @property
    def plain(self) -> Rate:
        """As if its carrier were not barred."""
        return Rate(**{name: value for name, value in fields_of(self).items() if name not in ("active", "review")})

    @property
    def why(self) -> dict[str, Any]:
        """As a reason tells it."""
        return {"lapsed": self.carrier, "since": self.review} if self.active else {"suspended": self.carrier}


@dataclass(frozen=True)
class HeldUp:
    """A disruption that makes goods ``days`` late on every lane that it names; None is any (LOG-3)."""

    number: str
    country: str | None
    carrier: str | None
    mode: Mode | None
    since: date
    days: int
    place: str | None = None

    def meets(self, rate: Rate, leaves: date) -> bool:
        """At a place: whoever goes through it; of whom no way is told, all who go to its country."""
        there = self.place in rate.places if self.place and rate.legs else self.country in (None, rate.country)
        named = self.carrier in (None, rate.carrier) and self.mode in (None, rate.mode)
        return there and named and self.since <= leaves + timedelta(days=rate.days)


@dataclass(frozen=True)
class Slowed(Rate):
    """A rate whose ``days`` hold those of the disruption that holds it up longest."""

    held_up: str
    held_days: int

    @property
    def waits(self) -> dict[str, int]:
        return {self.held_up: self.held_days}

    @property
    def why(self) -> dict[str, Any]:
        """As a reason tells it."""
        return {"held_up": self.held_up, "held_days": self.held_days}


def slowed(rate: Rate, held: Sequence[HeldUp], leaves: date) -> Rate:
    """The rate as it is for goods that leave on this day."""
    met = max((one for one in held if one.meets(rate, leaves)), key=lambda one: one.days, default=None)
    if met is None:
        return rate
    return Slowed(**{**fields_of(rate), "days": rate.days + met.days}, held_up=met.number, held_days=met.days)


def by_country(rates: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for rate in rates:
        found[rate.country].append(rate)
    return found


@dataclass(frozen=True)
class Measured:
    """What deliveries tell of a lane: how many, the share by the day told at dispatch, and days late on average."""

    carrier: str
    mode: Mode
    country: str
    shipments: int
    on_time: Decimal
    late_days: Decimal


@dataclass(frozen=True)
class Option:
    """A rate applied to a weight and a day of leaving; ``compared`` is the cost in the company's currency.

    ``reliability`` is measured on so many deliveries, or as the rate says where they are none.
    """

    rate: Rate
    cost: Money
    compared: Decimal
    co2_kg: Decimal
    arrives: date
    reliability: Decimal
    measured_on: int = 0


def options(
    rates: Sequence[Rate],
    weight_kg: Decimal,
    leaves: date,
    values: Mapping[str, Decimal],
    measured: Mapping[Lane, Measured] | None = None,
) -> list[Option]:
    """Every rate as an option, but for one that nobody can reckon with: it was put when less was checked."""
    usable = [rate for rate in rates if _usable(rate, weight_kg, values)]
    return [_option(rate, weight_kg, leaves, values, (measured or {}).get(rate.lane)) for rate in usable]


def _usable(rate: Rate, weight_kg: Decimal, values: Mapping[str, Decimal]) -> bool:
    cost = rate.base + rate.per_kg * weight_kg
    return 0 <= rate.days <= DAYS_MAX and rate.currency in values and cost < COST_BELOW


def _option(
    rate: Rate, weight_kg: Decimal, leaves: date, values: Mapping[str, Decimal], measured: Measured | None
) -> Option:
    amount = rounded(rate.base + rate.per_kg * weight_kg, rate.currency)
    cost, compared = Money(amount=amount, currency=rate.currency), amount * values[rate.currency]
    known = (measured.on_time, measured.shipments) if measured else (rate.reliability, 0)
    return Option(rate, cost, compared, rate.co2_per_kg * weight_kg, leaves + timedelta(days=rate.days), *known)

"""What a transport costs, when it arrives, and which one is best (LOG-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.money import Money, rounded
from contracts.reasons import because
from contracts.review import Reason
from contracts.scalars import DAYS_MAX, Mode
from contracts.texts import Text

COST_BELOW = Decimal(10) ** 15
"""Dearer than any transport, and still reckoned to the cent."""


@dataclass(frozen=True)
class Rate:
    """One carrier's offer to one country by one mode: ``days`` of transit, CO2 in kg per kg, reliability 0 to 1."""

    carrier: str
    mode: Mode
    country: str
    days: int
    base: Decimal
    per_kg: Decimal
    currency: str
    co2_per_kg: Decimal
    reliability: Decimal


@dataclass(frozen=True)
class Option:
    """A rate applied to a weight and a day of leaving; ``compared`` is the cost in the company's currency."""

    rate: Rate
    cost: Money
    compared: Decimal
    co2_kg: Decimal
    arrives: date


@dataclass(frozen=True)
class Choice:
    """The transport that is taken, why, whether it arrives by the date asked, and the days of the fastest one."""

    option: Option
    reason: Reason
    in_time: bool
    fastest_days: int


@dataclass(frozen=True)
class Tariff:
    """What transports cost on a day, per country; ``home`` is our country, ``values`` compares currencies."""

    rates: Mapping[str, Sequence[Rate]]
    day: date
    home: str
    values: Mapping[str, Decimal]
    by_rule: bool
    """Whether packed goods leave with the best one by themselves; else a clerk sends them off."""
    undeclared: Mapping[UUID, tuple[Text, ...]] | None
    """What the customs data of shipments lack that may not leave without it; None where all may (LOG-8)."""

    def bars(self, shipment_id: UUID, country: str) -> bool:
        """Whether it waits for its customs data: also where nobody has looked whether they are complete."""
        if self.undeclared is None or country == self.home:
            return False
        return bool(self.undeclared.get(shipment_id, True))

    def options(self, country: str, weight_kg: Decimal) -> list[Option]:
        """Every transport that could take this weight there."""
        return options(self.rates.get(country, ()), weight_kg, self.day, self.values)

    def choose(
        self, country: str, weight_kg: Decimal, by: date | None, carrier: str | None = None, mode: Mode | None = None
    ) -> Choice | None:
        """The best transport there; of that carrier and mode alone, where one is named."""
        every = self.options(country, weight_kg)
        offered = [o for o in every if carrier in (None, o.rate.carrier) and mode in (None, o.rate.mode)]
        return choose(offered, by, international=country != self.home)


def options(rates: Sequence[Rate], weight_kg: Decimal, leaves: date, values: Mapping[str, Decimal]) -> list[Option]:
    """Every rate as an option, but for one that nobody can reckon with: it was put when less was checked."""
    return [_option(rate, weight_kg, leaves, values) for rate in rates if _usable(rate, weight_kg, values)]


def choose(offered: Sequence[Option], by: date | None, *, international: bool) -> Choice | None:
    """The cheapest that arrives by the day ``by``, else the fastest; None when nothing is offered (LOG-1)."""
    if not offered:
        return None
    timely = [option for option in offered if by is None or option.arrives <= by]
    best = min(timely, key=_cheapness) if timely else min(offered, key=_speed)
    code = "cheapest_in_time" if timely else "fastest_but_late"
    reason = _why(code, best, offered, by, international)
    return Choice(best, reason, bool(timely), min(option.rate.days for option in offered))


def _usable(rate: Rate, weight_kg: Decimal, values: Mapping[str, Decimal]) -> bool:
    cost = rate.base + rate.per_kg * weight_kg
    return 0 <= rate.days <= DAYS_MAX and rate.currency in values and cost < COST_BELOW


def _option(rate: Rate, weight_kg: Decimal, leaves: date, values: Mapping[str, Decimal]) -> Option:
    amount = rounded(rate.base + rate.per_kg * weight_kg, rate.currency)
    cost, compared = Money(amount=amount, currency=rate.currency), amount * values[rate.currency]
    return Option(rate, cost, compared, rate.co2_per_kg * weight_kg, leaves + timedelta(days=rate.days))


def _cheapness(option: Option) -> tuple[Decimal, int, Decimal, str, str]:
    rate = option.rate
    return option.compared, rate.days, -rate.reliability, rate.carrier, rate.mode


def _speed(option: Option) -> tuple[int, Decimal, Decimal, str, str]:
    rate = option.rate
    return rate.days, option.compared, -rate.reliability, rate.carrier, rate.mode


def _why(code: str, best: Option, offered: Sequence[Option], by: date | None, international: bool) -> Reason:
    modes = sorted({option.rate.mode for option in offered})
    only = modes[0] if international and len(modes) == 1 else None
    chosen = {"mode": best.rate.mode, "carrier": best.rate.carrier}
    return because(code, **chosen, offers=len(offered), modes=modes, by=by, only=only)

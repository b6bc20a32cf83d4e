"""Which transport is best, and why (LOG-1, LOG-2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from contracts.reasons import because
from contracts.review import Reason
from contracts.scalars import Mode
from contracts.texts import Text
from services.logistics.shipment.rules.offers import Barred, Lane, Measured, Option, Rate, Slowed, options


@dataclass(frozen=True)
class Choice:
    """The transport that is taken, why, whether it arrives by the date asked, and the days of the fastest one."""

    option: Option
    reason: Reason
    in_time: bool
    fastest_days: int


NOBODY: Mapping[str, date | None] = MappingProxyType({})


@dataclass(frozen=True)
class Tariff:
    """What transports cost on a day, per country; ``home`` is our country, ``values`` compares currencies."""

    rates: Mapping[str, Sequence[Rate]]
    day: date
    home: str
    values: Mapping[str, Decimal]
    by_rule: bool
    """Whether packed goods leave with the best one by themselves; else a clerk sends them off."""
    on_time_least: Decimal
    """Whoever is on time less often is taken when no other comes in time."""
    barred: Mapping[str, Sequence[Barred]] = field(default_factory=dict)
    measured: Mapping[Lane, Measured] = field(default_factory=dict)
    lapsed: Mapping[str, date | None] = field(default_factory=dict)
    """Carriers that go though a review of theirs was due on a day; the reason says so."""
    undeclared: Mapping[UUID, tuple[Text, ...]] | None = None
    """What the customs data of shipments lack that may not leave without it; None where all may (LOG-8)."""

    def bars(self, shipment_id: UUID, country: str) -> bool:
        """Whether it waits for its customs data: also where nobody has looked whether they are complete."""
        if self.undeclared is None or country == self.home:
            return False
        return bool(self.undeclared.get(shipment_id, True))

    def options(self, country: str, weight_kg: Decimal) -> list[Option]:
        """Every transport that could take this weight there."""
        return self._options(self.rates.get(country, ()), weight_kg)

    def choose(
        self,
        country: str,
        weight_kg: Decimal,
        by: date | None,
        carrier: str | None = None,
        mode: Mode | None = None,
        without: Collection[str | Lane] = (),
    ) -> Choice | None:
        """The best transport there; of that carrier and mode alone, where one is named; of none ``without``."""

        def left(rates: Sequence[Rate]) -> list[Option]:
            taken = [rate for rate in rates if rate.carrier not in without and rate.lane not in without]
            return self._options(taken, weight_kg)

        def asked(option: Option) -> bool:
            return carrier in (None, option.rate.carrier) and mode in (None, option.rate.mode)

        every = left(self.rates.get(country, ()))
        offered, barred = filter(asked, every), filter(asked, left(self.barred.get(country, ())))
        only = only_mode(every) if country != self.home else None
        least, lapsed = self.on_time_least, self.lapsed
        return choose(list(offered), by, only=only, least=least, barred=list(barred), lapsed=lapsed)

    def bar_of(self, country: str, carrier: str | None) -> Barred | None:
        """Why this carrier takes no goods to the country; None for one that does, or has no rate."""
        return next((rate for rate in self.barred.get(country, ()) if rate.carrier == carrier), None)

    def _options(self, rates: Sequence[Rate], weight_kg: Decimal) -> list[Option]:
        return options(rates, weight_kg, self.day, self.values, self.measured)


def choose(
    offered: Sequence[Option],
    by: date | None,
    *,
    only: Mode | None = None,
    least: Decimal = Decimal(0),
    barred: Sequence[Option] = (),
    lapsed: Mapping[str, date | None] = NOBODY,
) -> Choice | None:
    """The cheapest that arrives by the day ``by``, else the fastest; None when nothing is offered (LOG-1).

    Of those in time one that is on time less often than ``least`` goes last (LOG-2); whoever is ``barred`` does not
    go, and the reason says so where it would have gone; who is ``lapsed`` does, and it says so too. ``only`` is the one
    mode that leads there, where a second is wanted.
    """
    if not offered:
        return None
    best, in_time = _best(offered, by, least)
    code = "cheapest_in_time" if in_time else "fastest_but_late"
    passed = _passed(best, [*offered, *barred], by, least)
    carrier = best.rate.carrier
    told = passed | ({"lapsed": carrier, "since": lapsed[carrier]} if carrier in lapsed else {})
    reason = _why(code, best, offered, by, only, told)
    return Choice(best, reason, in_time, min(option.rate.days for option in offered))


def only_mode(every: Sequence[Option]) -> Mode | None:
    """The mode of them all; None where they are of two, or none at all."""
    modes = {option.rate.mode for option in every}
    return modes.pop() if len(modes) == 1 else None


def _best(offered: Sequence[Option], by: date | None, least: Decimal) -> tuple[Option, bool]:
    """And whether it arrives in time."""
    timely = [option for option in offered if by is None or option.arrives <= by]
    sound = [option for option in timely if option.reliability >= least] or timely
    return (min(sound, key=_cheapness), True) if sound else (min(offered, key=_speed), False)


def _passed(best: Option, every: Sequence[Option], by: date | None, least: Decimal) -> dict[str, Any]:
    """Who would have gone but for being barred, or late too often."""
    first, _ = _best(every, by, least)
    if isinstance(first.rate, Barred):
        return first.rate.why
    cheapest, in_time = _best(every, by, Decimal(0))
    seldom = in_time and best.reliability >= least > cheapest.reliability
    return {"unreliable": cheapest.rate.carrier} if seldom else {}


def _cheapness(option: Option) -> tuple[Decimal, int, Decimal, str, str]:
    rate = option.rate
    return option.compared, rate.days, -option.reliability, rate.carrier, rate.mode


def _speed(option: Option) -> tuple[int, Decimal, Decimal, str, str]:
    rate = option.rate
    return rate.days, option.compared, -option.reliability, rate.carrier, rate.mode


def _why(
    code: str, best: Option, offered: Sequence[Option], by: date | None, only: Mode | None, passed: dict[str, Any]
) -> Reason:
    modes = sorted({option.rate.mode for option in offered})
    chosen = {"mode": best.rate.mode, "carrier": best.rate.carrier}
    held = best.rate.why if isinstance(best.rate, Slowed) else {}
    return because(code, **chosen, offers=len(offered), modes=modes, by=by, only=only, **passed, **held)

"""What a production line can do on a day, and what it makes at which cost (PUR-12). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from contracts.money import Money
from contracts.public_holidays import public_holidays
from contracts.value import Value
from services.purchasing.production.rules.forecast import WorksOn


@cache
def working_days_of(country: str) -> WorksOn:
    """Weekends and public holidays are none, the weekends that are worked for them are (ISO 3166-1 code)."""
    return public_holidays(country).is_working_day


class Line(Value):
    """A production line: how many ``shifts`` of so many minutes it runs on a working day; inactive, none."""

    line: str
    name: str
    shifts: int
    shift_minutes: int
    active: bool = True


class Maintenance(Value):
    """So many minutes of each working day, first and last included, for which a line stands still; 0: taken back."""

    line: str
    first_on: date
    until_on: date
    minutes: int
    reason: str


class LineItem(Value):
    """What a line takes for one unit of an item. The lowest ``rank`` is its primary line, the next its backup."""

    item: str
    line: str
    rank: int
    minutes_per_unit: Decimal
    cost_per_unit: Money


def capacity(line: Line, maintenance: Iterable[Maintenance], day: date, works_on: WorksOn) -> int:
    """The minutes that a line can work on a day: its shifts on a working day, less what maintenance takes."""
    if not (line.active and works_on(day)):
        return 0
    still = sum(one.minutes for one in maintenance if one.first_on <= day <= one.until_on)
    return max(0, line.shifts * line.shift_minutes - still)

"""The days on which the company works (SAL-8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache

from contracts.public_holidays import public_holidays

WorksOn = Callable[[date], bool]
CLOSED_DAYS_MAX = 60
"""Longer is no company closed; what a calendar does not know counts as worked."""


@lru_cache(maxsize=4096)
def working_days_after(day: date, count: int, works_on: WorksOn) -> date:
    """The day on which so many working days after ``day`` are over; asked of the same days again and again."""
    for _ in range(count):
        ahead = (day + timedelta(days=days) for days in range(1, CLOSED_DAYS_MAX))
        day = next(filter(works_on, ahead), day + timedelta(days=1))
    return day


@cache
def calendar_of(country: str) -> WorksOn:
    """Weekends, public holidays and the weekends that are worked for them."""
    return public_holidays(country).is_working_day

"""What may be asked for, as far as it depends on the day: the types of commands that look at the clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

from chassis import clock
from chassis.refusal import InvalidInput
from contracts.currencies import currency_of
from contracts.scalars import DAYS_MAX, Day
from contracts.texts import Expected, Text

REPORTED_DAYS_MAX = 366
"""What is reported later is not of this year's books."""


def _ahead(day: date) -> date:
    today = clock.today()
    last = today + timedelta(days=DAYS_MAX)
    if not today <= day <= last:
        raise Expected("a date from {today} (today) to {last}; leave out one that is not known", today=today, last=last)
    return day


def _gone(day: date) -> date:
    today = clock.today()
    first = today - timedelta(days=REPORTED_DAYS_MAX)
    if not first <= day <= today:
        raise Expected(
            "a date from {first} to {today} (today); leave out one that is not known", first=first, today=today
        )
    return day


def _current(code: str) -> str:
    return currency_of(code, clock.today())


def period_of(since: Day | None, until: Day | None, days: int) -> tuple[date, date]:
    """The first and the last day that a question is about: until today and for so many days, unless told.

    Raises InvalidInput for one that ends before it begins.
    """
    last = until or clock.today()
    first = since or last - timedelta(days=days)
    if last < first:
        expected = Text("{day}, the first of the period, or later", day=first)
        raise InvalidInput([{"field": "until", "expected": expected, "came": last}])
    return first, last


DayAhead = Annotated[Day, AfterValidator(_ahead)]
"""A date that somebody promises or wants: today or later in the company's zone, at most ten years."""
DayGone = Annotated[Day, AfterValidator(_gone)]
"""A date of what has happened: today or earlier in the company's zone, at most a year."""
CurrencyNow = Annotated[str, AfterValidator(_current)]
"""A currency that is legal tender today: what is agreed anew is in no other (ISO 4217)."""

"""Counting working days, many times over: looked up in one list of them (NOT-3)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from services.notify.promise.rules.working_time import YEARS, Calendar


@dataclass(frozen=True)
class Workdays:
    """The company's working days. What lies beyond their list counts as its first or last."""

    days: Sequence[date]

    def later(self, day: date, count: int) -> date:
        """The day on which so many working days after it are over; the same day for none."""
        return self.days[self._kept(bisect_right(self.days, day) + count - 1)] if count else day

    def earlier(self, day: date, count: int) -> date:
        """From this working day on, so many working days are over on ``day``."""
        return self.days[self._kept(bisect_right(self.days, day) - 1 - count)]

    def between(self, first: date, last: date) -> int:
        """How many working days come after ``first``, up to ``last``; none when that is earlier."""
        return max(0, bisect_right(self.days, last) - bisect_right(self.days, first))

    def _kept(self, place: int) -> int:
        return min(max(place, 0), len(self.days) - 1)


@lru_cache(maxsize=16)
def workdays_of(calendar: Calendar) -> Workdays:
    """Of all years that calendars know; made once for a calendar."""
    return Workdays(_worked(calendar.works_on, date(YEARS.start, 1, 1), date(YEARS.stop, 1, 1)))


def _worked(works_on: Callable[[date], bool], first: date, end: date) -> tuple[date, ...]:
    return tuple(filter(works_on, (first + timedelta(days=n) for n in range((end - first).days))))

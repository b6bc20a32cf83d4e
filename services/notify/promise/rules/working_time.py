"""Working hours and working days of a country (NOT-3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from contracts.public_holidays import public_holidays
from contracts.scalars import DAYS_MAX

YEARS = range(2015, 2051)
"""Where it is looked for worked weekends; some countries announce those of a year late in the year before."""
ONE_DAY = timedelta(days=1)
HORIZON = timedelta(days=DAYS_MAX)
"""No limit ends later than this after its start: nothing here looks further, whatever the hours and the calendar."""


@dataclass(frozen=True)
class Calendar:
    """When people work; ``works_on`` knows weekends, public holidays and the weekends that are worked for them.

    A shift that closes no later than it opens closes on the next day (22:00 to 06:00, 09:00 to 00:00; 00:00 to 00:00 is
    round the clock); it belongs to the day on which it begins.
    """

    works_on: Callable[[date], bool]
    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(18)
    announced: int | None = None
    """The last year whose worked weekends are known; None where a country works none."""

    @classmethod
    def of(
        cls, country: str, zone: ZoneInfo, opens: time, closes: time, days: Mapping[date, bool] | None = None
    ) -> Calendar:
        """The calendar of an ISO 3166-1 country; ``days`` says of dates whether they are worked, whatever it says."""
        told, known = days or {}, public_holidays(country, YEARS)
        worked = (*known.weekend_workdays, *(day for day, works in told.items() if works))
        announced = max((day.year for day in worked if day.year in YEARS), default=None)
        return cls(lambda day: told.get(day, known.is_working_day(day)), zone, opens, closes, announced)

    def is_provisional(self, moment: datetime) -> bool:
        """Whether a limit that ends then rests on a year of which nobody knows yet which weekends are worked."""
        return self.announced is not None and moment.astimezone(self.zone).year > self.announced

    @property
    def announced_until(self) -> datetime | None:
        """The end of the last year that is known."""
        return None if self.announced is None else self.end_of(date(self.announced, 12, 31))

    def after_hours(self, start: datetime, span: timedelta) -> datetime:
        """When ``span`` of working time has passed since ``start``; at most HORIZON later."""
        start, left = start.astimezone(UTC), span
        for begin, end in self._shifts(start):
            here = max(start, begin)
            if here < end:
                if left <= end - here:
                    return here + left
                left -= end - here
        return start + HORIZON

    def after_days(self, start: datetime, count: int) -> datetime:
        """The close of the working day that is ``count`` working days after ``start``'s; at most HORIZON later."""
        first = start.astimezone(self.zone).date()
        working = (first, *islice(self._working_days(first + ONE_DAY), count))
        return self._hours(working[-1] if len(working) > count else first + HORIZON)[1]

    def end_of(self, day: date) -> datetime:
        """The midnight that ends a calendar date."""
        return datetime.combine(day + ONE_DAY, time(0), self.zone)

    def _shifts(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """From the one that may have begun on the day before."""
        return map(self._hours, self._working_days(start.astimezone(self.zone).date() - ONE_DAY))

    def _working_days(self, first: date) -> Iterator[date]:
        return filter(self.works_on, (first + timedelta(days=n) for n in range(HORIZON.days)))

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        """In UTC: where the clocks change, hours are those that pass and not those that clocks show."""
        last = day if self.opens < self.closes else day + ONE_DAY
        begin, end = datetime.combine(day, self.opens, self.zone), datetime.combine(last, self.closes, self.zone)
        return begin.astimezone(UTC), end.astimezone(UTC)

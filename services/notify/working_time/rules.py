"""Working hours and working days of a country (NOT-3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """When people work; ``works_on`` knows weekends, public holidays and the weekends that are worked for them."""

    works_on: Callable[[date], bool]
    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(18)

    @classmethod
    def of(cls, country: str, zone: ZoneInfo, opens: time, closes: time) -> Calendar:
        """The calendar of an ISO 3166-1 country."""
        return cls(holidays.country_holidays(country).is_working_day, zone, opens, closes)

    def after_hours(self, start: datetime, span: timedelta) -> datetime:
        """When ``span`` of working time has passed since ``start``."""
        moment = start.astimezone(self.zone)
        while True:
            begin, end = self._hours(moment.date())
            here = max(moment, begin)
            if self.works_on(moment.date()) and here < end:
                if here + span <= end:
                    return here + span
                span -= end - here
            moment = self._midnight(moment.date() + ONE_DAY)

    def after_days(self, start: datetime, count: int) -> datetime:
        """The close of the working day that is ``count`` working days after ``start``'s."""
        day = start.astimezone(self.zone).date()
        while count:
            day += ONE_DAY
            count -= self.works_on(day)
        return self._hours(day)[1]

    def end_of(self, day: date) -> datetime:
        """The midnight that ends a calendar date."""
        return self._midnight(day + ONE_DAY)

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        return datetime.combine(day, self.opens, self.zone), datetime.combine(day, self.closes, self.zone)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self.zone)

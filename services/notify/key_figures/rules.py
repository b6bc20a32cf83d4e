"""Periods, what is counted in one, and the shares that follow (NOT-11). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from contracts.value import Value

DAYS_MAX = 366
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Calendar days from ``since`` to ``until``, both counted."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def before(self) -> Period:
        """As many days, which end where this one begins."""
        return Period(self.since - timedelta(days=self.days), self.since - ONE_DAY)

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its first moment, and the first after it, where days begin in ``zone``."""
        return datetime.combine(self.since, time(), zone), datetime.combine(self.until + ONE_DAY, time(), zone)


class Counted(Value):
    """Of orders, in a period. Medians are of the orders that came to that point in it; rates are 0 to 1."""

    received: int = 0
    confirmed: int = 0
    delivered: int = 0
    """That something of them was delivered for the first time."""
    completed: int = 0
    """Closed, and not because they were cancelled."""
    given_up: int = 0
    """Cancelled or rejected."""
    complaints: int = 0
    exceptions: int = 0
    hours_to_confirm: Decimal | None = None
    """From its receipt to its confirmation: how long it is processed."""
    days_to_deliver: Decimal | None = None
    """From its receipt to the last delivery, of completed ones."""
    promised: int = 0
    """Completed ones that had a promised date."""
    on_time: int = 0
    """Of these, whose last delivery came by that day, in the company's zone."""
    completion_rate: Decimal | None = None
    """Of all that ended."""
    on_time_rate: Decimal | None = None
    complaint_rate: Decimal | None = None
    """Complaints for each delivered order; above 1 where one had several."""

    def with_rates(self) -> Counted:
        return self.but(
            completion_rate=share(self.completed, self.completed + self.given_up),
            on_time_rate=share(self.on_time, self.promised),
            complaint_rate=share(self.complaints, self.delivered),
        )


class Kept(Value):
    """What a department was waited for, and did in a period."""

    answers: int = 0
    in_time: int = 0
    in_time_rate: Decimal | None = None
    hours: Decimal | None = None
    """The median from when it was waited for."""


def share(part: int, whole: int) -> Decimal | None:
    """0 to 1 to four places; None of nothing."""
    return (Decimal(part) / whole).quantize(Decimal("0.0001")) if whole else None


def change(now: Decimal | int | None, before: Decimal | int | None) -> Decimal | None:
    """By how much of what was before, to four places; None where either is not known, or there was nothing before."""
    return (Decimal(now) / before - 1).quantize(Decimal("0.0001")) if now is not None and before else None

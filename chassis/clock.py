"""Business time: an anchor that is kept with the data, and a rate that is 1 outside sandboxes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Clock:
    """Business time = anchor + rate x (wall - wall at the anchor); ``zone`` is the company's."""

    anchor: datetime
    wall_at_anchor_s: float
    rate: float
    zone: ZoneInfo

    @classmethod
    def of(
        cls, zone: str = "Asia/Shanghai", anchor: datetime | None = None, wall: float | None = None, rate: float = 1.0
    ) -> Clock:
        """A clock anchored at ``anchor`` when the wall clock said ``wall`` (seconds); real time without them."""
        real = time.time()
        return cls(anchor or datetime.fromtimestamp(real, UTC), wall or real, rate, ZoneInfo(zone))

    def now(self) -> datetime:
        """Business time in UTC."""
        return self.anchor + timedelta(seconds=self.rate * (time.time() - self.wall_at_anchor_s))

    def today(self) -> date:
        """The calendar date in the company's zone."""
        return self.now().astimezone(self.zone).date()

    def first_day(self) -> date:
        """The date in the company's zone on which this clock began."""
        return self.anchor.astimezone(self.zone).date()

    def in_real_seconds(self, seconds: float) -> timedelta:
        """How much business time passes in so many real seconds."""
        return timedelta(seconds=self.rate * seconds)


_clock = Clock.of()


def set_clock(clock: Clock) -> None:
    """One process has one business clock."""
    global _clock
    _clock = clock


def now() -> datetime:
    """Business time in UTC."""
    return _clock.now()


def today() -> date:
    """The business date in the company's zone."""
    return _clock.today()


def zone() -> ZoneInfo:
    """The company's."""
    return _clock.zone


def real_now() -> datetime:
    """Real time in UTC, for what is measured in real seconds."""
    return datetime.now(UTC)


def in_real_seconds(seconds: float) -> timedelta:
    """How much business time passes in so many real seconds."""
    return _clock.in_real_seconds(seconds)


def end_of(day: date) -> datetime:
    """The midnight that ends a calendar date in the company's zone."""
    return datetime.combine(day + timedelta(days=1), time_of_day(), _clock.zone)


def local_date(moment: datetime) -> date:
    """The company's calendar date at ``moment``."""
    return moment.astimezone(_clock.zone).date()

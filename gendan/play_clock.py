"""The business clock of a play: it runs as far as it is allowed, so that a slow machine plays the same company."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chassis.clock import Clock

CREEP = 1e-3
"""A clock that waits goes on by a thousandth of real time: of two things said one after the other, the second is
later."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class Reach:
    """Business time ``at`` the wall's ``since`` (seconds), and until when it may run."""

    at: datetime
    since: float
    until: datetime


@dataclass(frozen=True)
class PlayClock(Clock):
    """Runs at its rate until the business time that it is allowed, and waits there."""

    reach: Reach

    @classmethod
    def waiting(cls, clock: Clock) -> PlayClock:
        """The same clock, waiting from now on."""
        reach = Reach(clock.now(), time.time(), LONG_AGO)
        return cls(clock.anchor, clock.wall_at_anchor_s, clock.rate, clock.zone, reach)

    def now(self) -> datetime:
        """Business time in UTC."""
        passed_s = time.time() - self.reach.since
        room_s = max(0.0, (self.reach.until - self.reach.at).total_seconds() / self.rate)
        ran_s = min(passed_s, room_s)
        return self.reach.at + timedelta(seconds=self.rate * ran_s + CREEP * (passed_s - ran_s))

    def allow(self, until: datetime) -> None:
        """It may run until then."""
        self.reach.at, self.reach.since, self.reach.until = self.now(), time.time(), until

    def wait(self) -> None:
        """It stays where it is."""
        self.allow(LONG_AGO)

"""When a limit ends: by the clock, by working hours or days, or on a date of the event (NOT-3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.event import Event, Limit
from services.notify.promise.rules.working_time import Calendar

HOURS_MAX = 8760
"""A year: nothing is waited for longer by a setting."""
SOONEST_S = 30
"""No promise falls due before so many real seconds, however fast the business clock runs."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends, and from when it counts; ``provisional``: by a calendar that is not announced yet."""

    at: datetime
    counts_from: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A promise that is to be reckoned anew; any of ``topics`` keeps it."""

    key: UUID
    opened_version: int
    cause: str
    topics: Sequence[str]
    owner: str
    counts_from: datetime
    due: datetime


class Clockwork:
    """When limits that start now end; each span is worked out once. ``in_real_seconds`` gives business time."""

    def __init__(self, now: datetime, calendar: Calendar, in_real_seconds: Callable[[float], timedelta]) -> None:
        self.now, self._calendar, self._in_real_seconds = now, calendar, in_real_seconds
        self._soonest = now + in_real_seconds(SOONEST_S)
        self._known: dict[tuple[Limit, datetime], Due] = {}

    def due(self, limit: Limit, event: Event) -> datetime:
        """When what ``event`` promises is due."""
        return self.promised(limit, event).at

    def promised(self, limit: Limit, event: Event) -> Due:
        """When it is due, from when that counts, how sure it is; counted from a fact long past it is late at once."""
        if limit.until is not None:
            return Due(max(self._soonest, self._moment(getattr(event, limit.until))), self.now)
        if limit.hours_told is not None:
            limit = replace(limit, span=timedelta(hours=getattr(event, limit.hours_told)), hours_told=None)
        if limit.since is not None:
            return self.counted(limit, min(self.now, self._moment(getattr(event, limit.since))))
        due = self.counted(limit, self.now)
        soonest = max(self._soonest, self._moment(getattr(event, limit.not_before or "", None) or self._soonest))
        return due if due.at >= soonest else replace(due, at=soonest)

    def after(self, limit: Limit) -> datetime:
        """When the span of a limit that starts now has passed."""
        return max(self._soonest, self.counted(limit, self.now).at)

    def counted(self, limit: Limit, since: datetime) -> Due:
        """When the span of a limit that counts from ``since`` has passed."""
        if (limit, since) not in self._known:
            at = self._passed(limit, since)
            by_calendar = limit.clock in ("working", "working_days")
            self._known[limit, since] = Due(at, since, by_calendar and self._calendar.is_provisional(at))
        return self._known[limit, since]

    def _moment(self, told: datetime | date) -> datetime:
        return told if isinstance(told, datetime) else self._calendar.end_of(told)

    def _passed(self, limit: Limit, since: datetime) -> datetime:
        span = limit.span or timedelta()
        match limit.clock:
            case "working":
                return self._calendar.after_hours(since, span)
            case "working_days":
                return self._calendar.after_days(since, span.days)
            case "real":
                return since + self._in_real_seconds(span.total_seconds())
            case "business":
                return since + span


def reckoned(promise: Counted, clockwork: Clockwork) -> tuple[datetime, bool]:
    """Its due time by the calendar as it is now, and whether that is provisional still.

    How many hours an event told is not known any more: what was reckoned by them stands.
    """
    limit = limit_of(promise.cause, promise.topics, promise.owner)
    if limit is None or limit.span is None:
        return promise.due, False
    due = clockwork.counted(limit, promise.counts_from)
    return due.at, due.provisional


def limit_of(cause: str, topics: Sequence[str], owner: str) -> Limit | None:
    """The limit of a promise that an event of topic ``cause`` opens; None when it opens no such promise any more."""
    then = EVENTS[cause].then if cause in EVENTS else ()
    return next((p.within for p in then if (p.of, p.by) == (tuple(topics), owner)), None)

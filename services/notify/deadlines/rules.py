"""Which promises an event opens, which it keeps, and what it makes void (flow.md, Events and promises)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.event import Event, Limit, Value
from services.notify.families.rules import Family, answers, openings, told
from services.notify.working_time.rules import Calendar

FOR_EVER = 2**62
NEEDS = 2**20
"""A version of an order holds fewer versions of its need than this."""
EARLY_S = 2
SOONEST_S = 30
"""No promise falls due before so many real seconds, however fast the business clock runs."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The first half of a promise. ``version`` orders the openings of one promise."""

    key: UUID
    cause: str
    reason: str
    awaits: str
    owner: str
    since: datetime
    due: datetime
    order_id: UUID | None
    order_version: int | None
    purchase_id: UUID | None
    item: str | None
    need_version: int | None
    provisional: bool
    version: int
    counts_from: datetime
    due_provisional: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The other half: an answer to every opening up to ``version``; not ``whole`` when something is outstanding."""

    key: UUID
    version: int
    topic: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends, and from when it counts; ``provisional``: by a calendar that is not announced yet."""

    at: datetime
    counts_from: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A promise that is to be reckoned anew; ``awaits`` as a family names it."""

    key: UUID
    opened_version: int
    cause: str
    awaits: str
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
        if limit.since is not None:
            return self.counted(limit, min(self.now, self._moment(getattr(event, limit.since))))
        due = self.counted(limit, self.now)
        return due if due.at >= self._soonest else replace(due, at=self._soonest)

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
    """Its due time by the calendar as it is now, and whether that is provisional still."""
    limit = limit_of(promise.cause, promise.awaits, promise.owner)
    if limit is None:
        return promise.due, False
    due = clockwork.counted(limit, promise.counts_from)
    return due.at, due.provisional


def limit_of(cause: str, awaits: str, owner: str) -> Limit | None:
    """The limit of a promise that an event of topic ``cause`` opens; None when it opens no such promise any more."""
    then = EVENTS[cause].then if cause in EVENTS else ()
    return next((p.within for p in then if (" or ".join(p.of), p.by) == (awaits, owner)), None)


def opened_by(event: Event, clockwork: Clockwork) -> list[Opened]:
    """The promises that an event opens, one per match."""
    return [
        _opened(
            event,
            element,
            family,
            family.key(values),
            clockwork.promised(promise.within, event),
            clockwork.now,
            provisional=promise.provisional,
        )
        for promise, family, place in openings(type(event))
        if promise.when is None or getattr(event, promise.when)
        for values, element in place.values(event)
    ]


def answered_by(event: Event, now: datetime) -> list[Answered]:
    """The promises that an event keeps, or keeps in part, also those that are not open yet."""
    kept = [
        Answered(family.key(values), _answered_version(event, family, now), event.topic, _whole(event, family))
        for family, place in answers(type(event))
        if not family.provided or told(event, family.provided)
        for values, _ in place.values(event)
    ]
    return kept + _taken_back_by(event)


def newest_openings(opened: Sequence[Opened]) -> list[Opened]:
    newest: dict[UUID, Opened] = {}
    for one in opened:
        if one.key not in newest or newest[one.key].version < one.version:
            newest[one.key] = one
    return list(newest.values())


def newest_answers(answered: Sequence[Answered]) -> list[Answered]:
    """One per promise: a whole answer before one in part, then the newest."""
    newest: dict[UUID, Answered] = {}
    for one in answered:
        before = newest.get(one.key)
        if before is None or (before.whole, before.version) < (one.whole, one.version):
            newest[one.key] = one
    return list(newest.values())


def reason_of(event: Event) -> str:
    """The event, and its own words for why, if it has any."""
    reasons = told(event, "reasons")
    why = reasons[0].code if reasons else told(event, "reason") or ", ".join(told(event, "missing") or ())
    return f"{event.topic}: {why}" if why and isinstance(why, str) else event.topic


def _opened(
    event: Event, element: Value, family: Family, key: UUID, due: Due, now: datetime, *, provisional: bool
) -> Opened:
    return Opened(
        key=key,
        cause=event.topic,
        reason=reason_of(event),
        awaits=family.awaits,
        owner=family.owner,
        since=now,
        due=due.at,
        order_id=told(event, "order_id") or (told(element, "order_id") if "order_id" in family.match else None),
        order_version=_order_version(event, element),
        purchase_id=told(event, "purchase_id"),
        item=told(element, "item"),
        need_version=told(element, "need_version") or told(event, "need_version"),
        provisional=provisional,
        version=_opened_version(event, element, family, now),
        counts_from=due.counts_from,
        due_provisional=due.provisional,
    )


def _order_version(event: Event, element: Value) -> int | None:
    version = told(event, "order_version") or told(element, "order_version")
    return None if version is None else int(version)


def _opened_version(event: Event, element: Value, family: Family, now: datetime) -> int:
    if family.timed:
        return int(now.timestamp()) - EARLY_S
    if family.counted_by:
        return int(getattr(event, family.counted_by))
    if family.by_order:
        return (_order_version(event, element) or 0) * NEEDS + (told(element, "need_version") or 0)
    return 0


def _answered_version(event: Event, family: Family, now: datetime) -> int:
    if family.timed:
        return int(now.timestamp())
    if family.counted_by:
        version = told(event, family.counted_by)
        return FOR_EVER if version is None else int(version)
    if event.ends or not family.by_order:
        return FOR_EVER
    version = _order_version(event, event) or 0
    return (version if family.by_newer_version else version + 1) * NEEDS - 1


def _whole(event: Event, family: Family) -> bool:
    return event.topic not in family.in_part or not told(event, "outstanding")


def _taken_back_by(event: Event) -> list[Answered]:
    """A counted event that promises nothing any more, such as an advance that was lowered, takes back what it did."""
    return [
        Answered(family.key(values), int(getattr(event, family.counted_by)), event.topic, whole=True)
        for promise, family, place in openings(type(event))
        if family.counted_by and promise.when and not getattr(event, promise.when)
        for values, _ in place.values(event)
    ]

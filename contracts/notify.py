"""What notify says: people, promises that nobody kept, and the exceptions that follow from them."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from contracts.event import Event, Promise, minutes, until
from contracts.scalars import Count, Day, Moment
from contracts.sentences import Sentence

ANSWERED_BY_NOTIFY = frozenset({"exception.raised", "exception.resolved"})


class PersonChanged(Event, topic="person.changed", key="person"):
    """A member of staff, whole; the highest version holds (ALL-3, ALL-8)."""

    compacted = True

    person: str
    version: Count
    name: str
    department: str
    roles: tuple[str, ...]
    deputy: str | None = None
    active: bool = True
    superior: str | None = None
    """Who sees what he sees (person code)."""
    away_from: Day | None = None
    """The first day on which his deputy stands in for him."""
    away_until: Day | None = None
    """The last one; none while nobody knows it."""


class DeadlineMissed(Event, topic="deadline.missed", key="promise_id"):
    """A promise is overdue: whose, of what, since when (NOT-3). Said once per opening of the promise."""

    summary = Sentence(
        en="[{owner}] owes[ {awaited}][ since {due}]", zh="[{owner}]逾期未办[：{awaited}][，应于 {due}]", minor=True
    )

    promise_id: UUID
    opening: Count
    """Which opening of the promise; a newer one may be missed again."""
    cause: str
    """The topic that made the promise."""
    reason: str
    """The cause, and its own words for why, if it has any."""
    awaited: tuple[str, ...]
    """Topics of which one was to follow."""
    owner: str
    """The department that owes the answer."""
    since: Moment
    """Business time (UTC) at which notify heard the cause."""
    due: Moment
    """Business time (UTC)."""
    number: str = ""
    """Of the customer's document that it is about, where it is no order's own: SM-2026-000123."""
    customer: str = ""
    then = (
        Promise(
            of=("exception.raised",),
            by="notify",
            within=minutes(1),
            match=("promise_id", "opening"),
            when="raises",
        ),
    )

    @property
    def raises(self) -> bool:
        """An exception that nobody resolves raises no other one: it is overdue itself."""
        return not ANSWERED_BY_NOTIFY & set(self.awaited)


class ExceptionRaised(Event, topic="exception.raised", key="exception_id"):
    """Something went wrong and somebody must act (NOT-4): what kind, whose, what to do, by when, who approves."""

    summary = Sentence(
        en="exception[ {kind}][ of level {level}][ for {owner}][, answer by {respond_by}]",
        zh="异常[ {kind}][，级别 {level}][，责任 {owner}][，限 {respond_by} 答复]",
        minor=True,
    )

    exception_id: UUID
    promise_id: UUID
    """The missed or alarming promise from which it comes."""
    opening: Count
    kind: str
    level: Count
    """1 is the gravest."""
    owner: str
    """The department that must act."""
    plan: str
    """The contingency plan of the kind, in English."""
    approval_role: str
    """Whose approval a plan needs."""
    respond_by: Moment
    """Business time (UTC), by the level's response time."""
    then = (Promise(of=("exception.resolved",), by="notify", within=until("respond_by"), match=("exception_id",)),)


class ExceptionResolved(Event, topic="exception.resolved", key="exception_id"):
    """An exception has ended: what was awaited came after all or is void, or a person resolved it (NOT-4)."""

    summary = Sentence(
        en="exception ended[ by {how}][: {root_cause}]", zh="异常已了结[（{how}）][：{root_cause}]", minor=True
    )

    exception_id: UUID
    promise_id: UUID
    opening: Count
    how: Literal["progress", "person"]
    root_cause: str = ""
    """A person's finding; empty when progress ended the exception."""

"""What became of a promise (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.texts import Text, as_it_is

NOT_ANNOUNCED = Text("the working days of its year are not announced yet")
Void = Literal["superseded", "withdrawn"]
State = Literal["open", "overdue", "asleep", "kept in part", "kept", "kept late", "kept by an alternative"] | Void
"""Kept in part: something came and the rest is awaited in time. Late counts before by an alternative."""


@dataclass(frozen=True)
class KnownPromise:
    """What must follow ``cause``, from whom, since when and by when (business time, UTC); ``awaits`` is for people.

    It is ``asleep`` while a credit hold, or an open promise that ``suspends`` it, lets nobody act, and ``in_part`` when
    something came; ``void`` when it was superseded by a newer version or withdrawn by its order's end.
    ``due_provisional``: ``due`` rests on a year whose working days are not announced yet, and is reckoned anew when
    they are.
    """

    key: UUID
    cause: str
    reason: str
    awaits: str
    topics: Sequence[str]
    owner: str
    since: datetime
    due: datetime
    order_id: UUID | None
    purchase_id: UUID | None
    asleep: bool
    in_part: bool
    due_provisional: bool
    open: bool = True
    void: Void | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None

    @property
    def told_reason(self) -> Text:
        """The reason, and how sure the due time is."""
        if not self.due_provisional:
            return as_it_is(self.reason)
        return Text("{reason}; due provisionally, {not_announced}", reason=self.reason, not_announced=NOT_ANNOUNCED)

    @property
    def hoped_for(self) -> str:
        """The first of the topics that keep it; the others are alternatives."""
        return self.topics[0]


@dataclass(frozen=True)
class Missed:
    """A promise that is overdue; ``opening`` says which time that it was made."""

    key: UUID
    opening: int
    cause: str
    reason: str
    topics: Sequence[str]
    owner: str
    since: datetime
    due: datetime
    orders: tuple[UUID, ...]
    number: str | None = None
    """Of the customer's document that it is about, where it is no order's own."""
    customer: str | None = None


def state_of(promise: KnownPromise, now: datetime) -> State:
    """One word for it."""
    if promise.void:
        return promise.void
    return _waiting(promise, now) if promise.open else _kept(promise)


def _waiting(promise: KnownPromise, now: datetime) -> State:
    if promise.asleep:
        return "asleep"
    if promise.due < now:
        return "overdue"
    return "kept in part" if promise.in_part else "open"


def _kept(promise: KnownPromise) -> State:
    if promise.answered_at and promise.answered_at > promise.due:
        return "kept late"
    return "kept" if promise.answered_by in (None, promise.hoped_for) else "kept by an alternative"

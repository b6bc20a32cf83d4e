"""What the page of an order tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.stages import STAGES
from services.notify.desk.order.documents import Document
from services.notify.desk.order.timeline import Timeline
from services.notify.exception.view import CaseShown
from services.notify.promise.rules.promise import KnownPromise, State, state_of
from services.notify.story.rules.board import Row

UNFINISHED = ("open", "cancelled")
"""A cancelled order waits for what is still being undone."""


@dataclass(frozen=True)
class Awaited:
    """A promise, and one word for what became of it."""

    promise: KnownPromise
    state: State

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "overdue", "asleep", "kept in part")


@dataclass(frozen=True)
class Step:
    """A stage on the order's way; ``at`` is when it was first reached."""

    stage: str
    at: datetime | None
    is_here: bool


@dataclass(frozen=True)
class OrderPage:
    """All that notify knows of an order."""

    row: Row
    awaited: tuple[Awaited, ...]
    exceptions: tuple[CaseShown, ...]
    steps: tuple[Step, ...]
    timeline: Timeline
    documents: tuple[Document, ...]
    purchases: tuple[UUID, ...]
    """Made for it at some time."""
    now: datetime

    @property
    def waits_for(self) -> Awaited | None:
        """What it waits for longest."""
        return next((one for one in self.awaited if one.is_open), None) if self.row.state in UNFINISHED else None

    @property
    def name(self) -> str:
        return self.row.number or str(self.row.order_id)


def awaited_of(promises: Sequence[KnownPromise], now: datetime) -> tuple[Awaited, ...]:
    """The oldest first, what is open before what is not."""
    every = [Awaited(promise, state_of(promise, now)) for promise in promises]
    return tuple(sorted(every, key=lambda one: not one.is_open))


def steps_of(row: Row, reached: Mapping[str, datetime]) -> tuple[Step, ...]:
    here = row.stage or STAGES[0]
    return tuple(Step(stage, reached.get(stage), stage == here) for stage in STAGES)

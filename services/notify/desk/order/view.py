"""What the page of an order tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from contracts.catalogue import EVENTS
from contracts.stages import STAGES
from services.notify.desk.choices import Choices
from services.notify.desk.words import topic_word
from services.notify.exception.view import CaseShown
from services.notify.promise.rules.promise import KnownPromise, State, state_of
from services.notify.story.rules.board import Row

UNFINISHED = ("open", "cancelled")
"""A cancelled order waits for what is still being undone."""


@dataclass(frozen=True)
class Line:
    """One thing that happened, in the reader's language; ``minor`` is what the company does with itself."""

    at: datetime
    text: str
    department: str
    minor: bool


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
    days: tuple[tuple[str, tuple[Line, ...]], ...]
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


def story_of(events: Sequence[Mapping[str, Any]], choices: Choices) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """By day in the reader's zone, what happened last first."""
    lines = [_line(event, choices) for event in reversed(events)]
    by_day = groupby(lines, key=lambda line: line.at.astimezone(choices.zone).date().isoformat())
    return tuple((day, tuple(those)) for day, those in by_day)


def _line(event: Mapping[str, Any], choices: Choices) -> Line:
    """The event's own sentence; of one that this release does not know, the line as it was written."""
    known = EVENTS.get(event["topic"])
    if known is None or known.summary is None:
        text = event["summary"] if choices.language == "en" else topic_word(event["topic"], choices.language)
        return Line(event["at"], text, known.said_by if known else "", minor=False)
    text = known.summary.told(event["facts"], choices.language).strip()
    return Line(event["at"], text[:1].upper() + text[1:], known.said_by, known.summary.minor)

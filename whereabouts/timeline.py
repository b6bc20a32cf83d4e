"""An order's story by department: what each heard, said and was asked, joined by causation, rests in a line (ALL-1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.picture import Fact, Picture

IDLE = timedelta(hours=1)


@dataclass(frozen=True)
class Step:
    """One event said, or one command asked: when (business time), by whom, heard by whom, after how long a rest."""

    at: datetime
    department: str
    topic: str
    heard_by: tuple[str, ...]
    idle: timedelta | None
    kind: str = "said"
    message_id: UUID | None = None
    cause_id: UUID | None = None
    note: str | None = None
    """Of a command: who asked."""


def timeline(pictures: Sequence[Picture]) -> list[Step]:
    """Causes before effects; among those that have none between them, by business time."""
    told = [(p.service, f) for p in pictures for f in p.facts if f.kind in ("said", "asked")]
    steps: list[Step] = []
    before: datetime | None = None
    for department, fact in _in_order(told):
        idle = fact.at - before if before and fact.at - before > IDLE else None
        heard_by = _hearers(fact, pictures)
        told_ = (fact.kind, fact.message_id, fact.cause_id, fact.note)
        steps.append(Step(fact.at, department, fact.topic, heard_by, idle, *told_))
        before = max(before, fact.at) if before else fact.at
    return steps


def _hearers(fact: Fact, pictures: Sequence[Picture]) -> tuple[str, ...]:
    return tuple(p.service for p in pictures for f in p.facts if f.kind == "heard" and f.message_id == fact.message_id)


def _in_order(told: Sequence[tuple[str, Fact]]) -> Iterator[tuple[str, Fact]]:
    """Each after its cause, whatever the clocks say; what was asked about a message after the message."""
    by_id = {fact.message_id: fact for kind in ("asked", "said") for _, fact in told if fact.kind == kind}
    depth: dict[UUID, datetime] = {}

    def not_before(message_id: UUID) -> datetime:
        if message_id not in depth:
            fact = by_id[message_id]
            depth[message_id] = after(fact.cause_id, fact)
        return depth[message_id]

    def after(cause_id: UUID | None, fact: Fact) -> datetime:
        return max(fact.at, not_before(cause_id) + timedelta(microseconds=1)) if cause_id in by_id else fact.at

    def place(step: tuple[str, Fact]) -> datetime:
        fact = step[1]
        return not_before(fact.message_id) if by_id[fact.message_id] is fact else after(fact.message_id, fact)

    yield from sorted(told, key=place)

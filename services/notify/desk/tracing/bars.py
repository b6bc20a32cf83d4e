"""What was handled of an order, as bars: each with what it consumed and published, its cause and its lag. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from whereabouts.picture import Fact, Picture

Kind = Literal["heard", "asked", "parked", "said"]
"""Heard from Kafka, asked over HTTP, heard and not done yet; ``said`` is said by itself, as by a timer."""


@dataclass(frozen=True)
class Published:
    """An event that left a department; ``sent``: Kafka has it."""

    topic: str
    message_id: UUID
    sent: bool


@dataclass(frozen=True)
class Bar:
    """One thing that a department handled, at business time ``at``; ``recorded_at`` is real time."""

    department: str
    kind: Kind
    topic: str
    """Of an event; of a command its route."""
    message_id: UUID
    at: datetime
    recorded_at: datetime
    trace_id: str = ""
    note: str = ""
    place: str = ""
    """Partition and offset in Kafka, where the department keeps them: of what it parked."""
    published: tuple[Published, ...] = ()
    cause: int | None = None
    """The place in the list of the bar that published what this one consumed."""
    lag_s: float | None = None
    """From when it was said to when it was handled, by the clocks of the two."""


def bars_of(pictures: Sequence[Picture]) -> list[Bar]:
    """In the order of real time, each with its cause and never before it, whatever the clocks say."""
    bars = _in_order([bar for picture in pictures for bar in _bars(picture)])
    origin = {one.message_id: nth for nth, bar in enumerate(bars) for one in bar.published}
    said_at = {fact.message_id: fact.recorded_at for picture in pictures for fact in picture.said}
    return [_with_cause(bar, origin, said_at.get(bar.message_id)) for bar in bars]


def followers(bars: Sequence[Bar], nth: int) -> list[int]:
    """The bars that consumed what this one published."""
    return [at for at, bar in enumerate(bars) if bar.cause == nth]


def chain(bars: Sequence[Bar], nth: int) -> frozenset[int]:
    """The bar, all that led to it, and all that followed from it."""
    found, back = {nth}, bars[nth].cause
    while back is not None and back not in found:
        found.add(back)
        back = bars[back].cause
    ahead = [nth]
    while ahead:
        ahead = [at for one in ahead for at in followers(bars, one) if at not in found]
        found.update(ahead)
    return frozenset(found)


def _in_order(bars: Sequence[Bar]) -> list[Bar]:
    publisher = {one.message_id: bar for bar in bars for one in bar.published}

    def place(bar: Bar) -> tuple[datetime, int]:
        at, depth = bar.recorded_at, 0
        while (cause := publisher.get(bar.message_id)) not in (None, bar) and depth < len(bars):
            assert cause is not None
            bar, at, depth = cause, max(at, cause.recorded_at), depth + 1
        return at, depth

    return sorted(bars, key=place)


def _bars(picture: Picture) -> Iterator[Bar]:
    handled = {fact.message_id: fact for fact in picture.facts if fact.kind in ("heard", "asked")}
    parked = {fact.message_id: fact for fact in picture.facts if fact.kind == "parked"}
    said: defaultdict[UUID | None, list[Fact]] = defaultdict(list)
    for fact in picture.said:
        said[fact.cause_id if fact.cause_id in handled else fact.message_id].append(fact)
    for message_id, fact in {**parked, **handled}.items():
        yield _bar(picture, fact, said.pop(message_id, []))
    for alone in said.values():
        yield _bar(picture, alone[0], alone)


def _bar(picture: Picture, fact: Fact, said: Sequence[Fact]) -> Bar:
    unsent = {one.message_id for one in picture.unsent}
    published = tuple(Published(one.topic, one.message_id, one.message_id not in unsent) for one in said)
    waits = next((one for one in picture.parked if one.message_id == fact.message_id), None)
    return Bar(
        picture.service,
        fact.kind,
        fact.topic,
        fact.message_id,
        fact.at,
        fact.recorded_at,
        trace_id=(fact.traceparent or "").partition("-")[2].partition("-")[0],
        note=waits.reason if waits else fact.note or "",
        place=f"{waits.partition}-{waits.offset}" if waits and waits.offset is not None else "",
        published=published,
    )


def _with_cause(bar: Bar, origin: dict[UUID, int], said_at: datetime | None) -> Bar:
    if bar.kind not in ("heard", "parked"):
        return bar
    lag_s = (bar.recorded_at - said_at).total_seconds() if said_at else None
    return replace(bar, cause=origin.get(bar.message_id), lag_s=lag_s)

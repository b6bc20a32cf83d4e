"""Many records in the order of their coming: ids, order per key, promises, repeats (ALL-2, NOT-3). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.counting import answered_version, opened_version
from contracts.event import Event
from contracts.matching import answers, openings, told
from contracts.notify import DeadlineMissed
from contracts.texts import Text
from gendan.conformance.record import Fault, Heard, event_of, faults_of

Said = tuple[Heard, Event]


@dataclass(frozen=True)
class Judged:
    """Every fault of a department, and on how much that rests."""

    faults: Sequence[Fault]
    messages: int
    topics: frozenset[str]
    kept: int


class Answer(NamedTuple):
    """That a promise, by its key, was kept up to a version."""

    key: UUID
    version: int
    heard: Heard


class Opening(NamedTuple):
    key: UUID
    version: int
    awaits: str
    heard: Heard


def judged(heard: Sequence[Heard], department: str, now: datetime, within_s: float | None = None) -> Judged:
    """Of all topics; ``within_s``: every answer that waits for nobody outside comes in so many seconds.

    Without it a promise is overdue when notify says so: it knows the company's calendar and what rests.
    """
    own = [one for one in heard if department in (EVENTS[one.topic].said_by, _source(one))]
    alone = [fault for one in own for fault in faults_of(one, department)]
    said = [(one, event) for one in heard if (event := event_of(one)) is not None]
    once, opened = list(_once(said)), list(_opened(said, department))
    answered = [one for of in once if of[1].said_by == department for one in _answered(of, department)]
    late = _missed(said, department) if within_s is None else _late(opened, answered, now, within_s)
    faults = [*alone, *_ids(own), *_order(own), *late, *_again(opened, answered)]
    kept = {(one.key, one.version) for one in opened if _first(one, answered)}
    return Judged(faults, len(own), frozenset(one.topic for one in own), len(kept))


def _source(heard: Heard) -> str:
    return heard.told.get("ce_source", "").removeprefix("/services/")


def _id(heard: Heard) -> str:
    return heard.told.get("ce_id", f"{heard.topic}/{heard.partition}/{heard.offset}")


def _once(said: Sequence[Said]) -> Iterator[Said]:
    """Without what came again."""
    seen: set[str] = set()
    for one, event in said:
        if _id(one) not in seen:
            seen.add(_id(one))
            yield one, event


def _ids(own: Sequence[Heard]) -> Iterator[Fault]:
    first: dict[str, Heard] = {}
    for one in own:
        before = first.setdefault(_id(one), one)
        if (before.topic, before.key, before.value) != (one.topic, one.key, one.value):
            where = {"id": _id(one), "topic": before.topic, "offset": before.offset}
            yield Fault("id_used_twice", Text("ce_id {id} is of another message: {topic} {offset}", **where), one)


def _order(own: Sequence[Heard]) -> Iterator[Fault]:
    """By the sequence, where it is told; else a version never goes back. A key stays in its partition."""
    last: dict[tuple[str, str], tuple[int, Heard]] = {}
    seen: set[str] = set()
    for one in own:
        stream, number = (one.topic, one.said_key), _number(one)
        if number is None or _id(one) in seen:
            continue
        seen.add(_id(one))
        if stream in last and last[stream][1].partition != one.partition:
            yield Fault("partition_changed", Text("key {key} lies in two partitions", key=one.said_key), one)
        if stream in last and _breaks(one, last[stream][0], number):
            numbers = {"before": last[stream][0], "came": number}
            yield Fault("order_broken", Text("after number {before} of its key came {came}", **numbers), one)
        last[stream] = number, one


def _number(heard: Heard) -> int | None:
    sequence, event = heard.told.get("ce_sequence", ""), event_of(heard)
    if sequence.isdecimal():
        return int(sequence)
    version: int | None = told(event, "version") if event else None
    return version


def _breaks(one: Heard, before: int, came: int) -> bool:
    if "ce_sequence" not in one.told:
        return came < before
    return came <= before if EVENTS[one.topic].compacted else came != before + 1


def _opened(said: Sequence[Said], department: str) -> Iterator[Opening]:
    """Those that the department is to keep by itself, also each time that the cause comes again."""
    for one, event in said:
        for promise, family, place in openings(type(event)):
            if promise.by == department and not promise.outside and (not promise.when or told(event, promise.when)):
                for values, element in place.values(event):
                    version = opened_version(event, element, family, one.at)
                    yield Opening(family.key(values), version, family.awaits, one)


def _answered(of: Said, department: str) -> Iterator[Answer]:
    one, event = of
    for family, place in answers(type(event)):
        whole = event.topic not in family.in_part or not told(event, "outstanding")
        if family.owner == department and whole and (not family.provided or told(event, family.provided)):
            for values, _ in place.values(event):
                yield Answer(family.key(values), answered_version(event, family, one.at), one)


def _first(one: Opening, answered: Sequence[Answer]) -> Answer | None:
    return next((a for a in answered if a.key == one.key and a.version >= one.version), None)


def _late(opened: Sequence[Opening], answered: Sequence[Answer], now: datetime, within_s: float) -> Iterator[Fault]:
    """A newer opening of the same takes the place of an older one."""
    by_version = sorted(opened, key=lambda one: (one.version, -one.heard.at.timestamp()))
    newest: Mapping[UUID, Opening] = {one.key: one for one in by_version}
    for one in newest.values():
        answer = _first(one, answered)
        if ((answer.heard.at if answer else now) - one.heard.at).total_seconds() > within_s:
            yield Fault("answer_missing", Text("{awaits} did not follow in time", awaits=one.awaits), one.heard)


def _missed(said: Sequence[Said], department: str) -> Iterator[Fault]:
    for one, event in said:
        if isinstance(event, DeadlineMissed) and event.owner == department and not _waits_outside(event):
            awaits = " or ".join(event.awaited)
            yield Fault("answer_missing", Text("{awaits} did not follow in time", awaits=awaits), one)


def _waits_outside(event: DeadlineMissed) -> bool:
    then = EVENTS[event.cause].then if event.cause in EVENTS else ()
    return any(promise.outside for promise in then if promise.of == event.awaited)


def _again(opened: Sequence[Opening], answered: Sequence[Answer]) -> Iterator[Fault]:
    """A cause that came again, byte for byte, has been answered: another answer in the same topic does it twice."""
    causes: dict[tuple[str, UUID], Opening] = {}
    for one in opened:
        before = causes.setdefault((_id(one.heard), one.key), one)
        first = _first(one, answered)
        if before is one or first is None:
            continue
        for answer in answered:
            is_another = answer.key == one.key and answer.heard.topic == first.heard.topic and answer is not first
            if is_another and answer.heard.at >= one.heard.at:
                yield Fault("answered_again", Text("its cause came again, and was answered again"), answer.heard)

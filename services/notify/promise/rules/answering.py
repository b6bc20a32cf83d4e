"""Which promises an event keeps, wholly or in part, and which it takes back (NOT-3; the event's contract, ``then``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.counting import answered_version, opened_version
from contracts.event import Event
from contracts.matching import Family, answers, openings, told
from contracts.value import Value


class Answered(Value):
    """The other half: an answer to every opening up to ``version``; not ``whole`` when something is outstanding."""

    key: UUID
    version: int
    topic: str
    whole: bool


def answered_by(event: Event, now: datetime) -> list[Answered]:
    """The promises that an event keeps, or keeps in part, also those that are not open yet."""
    kept = [
        Answered(
            key=family.key(values),
            version=answered_version(event, family, now),
            topic=event.topic,
            whole=_whole(event, family),
        )
        for family, place in answers(type(event))
        if not family.provided or told(event, family.provided)
        for values, _ in place.values(event)
    ]
    return kept + _taken_back_by(event, now)


def newest_answers(answered: Sequence[Answered]) -> list[Answered]:
    """One per promise: a whole answer before one in part, then the newest."""
    newest: dict[UUID, Answered] = {}
    for one in answered:
        before = newest.get(one.key)
        if before is None or (before.whole, before.version) < (one.whole, one.version):
            newest[one.key] = one
    return list(newest.values())


def _whole(event: Event, family: Family) -> bool:
    return event.topic not in family.in_part or not told(event, "outstanding")


def _taken_back_by(event: Event, now: datetime) -> list[Answered]:
    """A counted event that promises nothing any more, such as an advance that was lowered, takes back what it did."""
    return [
        Answered(
            key=family.key(values),
            version=opened_version(event, element, family, now),
            topic=event.topic,
            whole=True,
        )
        for promise, family, place in openings(type(event))
        if family.counted_by and promise.when and not getattr(event, promise.when)
        for values, element in place.values(event)
    ]

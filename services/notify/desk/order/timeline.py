"""What happened to an order, as much of it as somebody asks for (NOT-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, get_type_hints

from contracts.catalogue import EVENTS
from contracts.departments import DEPARTMENTS
from contracts.event import Event
from contracts.money import Money
from contracts.review import Reviewed
from contracts.value import fields_of
from services.notify.desk.choices import Choices
from services.notify.desk.words import N_, topic_word

Told = Mapping[str, Any]
"""A line of notify's story: topic, at, summary and the event's facts."""

KINDS: Mapping[str, Callable[[type[Event]], bool]] = {
    N_("Milestones"): lambda event: bool(event.stage or event.ends) and not issubclass(event, Reviewed),
    N_("Reviews"): lambda event: issubclass(event, Reviewed),
    N_("Papers"): lambda event: bool(event.papers),
    N_("Money"): lambda event: Money in get_type_hints(event, include_extras=True).values(),
    N_("Exceptions"): lambda event: event.said_by == "notify" or any(promise.alarming for promise in event.then),
}
"""What an event is, by its contract; one may be several of them."""


@dataclass(frozen=True)
class Filter:
    """Empty is any; ``customer``: what the order's customer may hear, and no more of it (ALL-3)."""

    department: str = ""
    kind: str = ""
    customer: bool = False

    def asked(self, **other: object) -> dict[str, str]:
        """As the address has it; ``other`` stands instead of some of it."""
        chosen = fields_of(replace(self, **other))  # type: ignore[arg-type]
        return {name: "1" if value is True else str(value) for name, value in chosen.items() if value}


def filter_of(query: Mapping[str, str]) -> Filter:
    """What nobody can mean is as if it were not there."""
    department, kind = query.get("department", ""), query.get("kind", "")
    return Filter(
        department=department if department in DEPARTMENTS else "",
        kind=kind if kind in KINDS else "",
        customer=query.get("customer") == "1",
    )


@dataclass(frozen=True)
class Line:
    """One thing that happened, in the reader's language; ``minor`` is what the company does with itself."""

    at: datetime
    text: str
    department: str
    minor: bool


@dataclass(frozen=True)
class Timeline:
    """What is seen by day in the reader's zone, what happened last first; and by what it can be filtered."""

    days: tuple[tuple[str, tuple[Line, ...]], ...]
    departments: tuple[str, ...]
    kinds: tuple[str, ...]
    filter: Filter


def timeline_of(events: Sequence[Told], choices: Choices, wanted: Filter) -> Timeline:
    known = {topic: event for told in events if (event := EVENTS.get(topic := told["topic"]))}
    seen = [told for told in events if _is_wanted(known.get(told["topic"]), wanted)]
    lines = [_line(told, known.get(told["topic"]), choices, wanted) for told in reversed(seen)]
    by_day = groupby(lines, key=lambda line: line.at.astimezone(choices.zone).date().isoformat())
    said_by = {event.said_by for event in known.values()}
    kinds = {kind for topic in known for kind in kinds_of(topic)}
    return Timeline(
        days=tuple((day, tuple(those)) for day, those in by_day),
        departments=tuple(name for name in DEPARTMENTS if name in said_by),
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        filter=wanted,
    )


@cache
def kinds_of(topic: str) -> frozenset[str]:
    return frozenset(kind for kind, holds in KINDS.items() if holds(EVENTS[topic]))


def _is_wanted(event: type[Event] | None, wanted: Filter) -> bool:
    """Of an event that this release does not know, only who asks for everything hears."""
    if event is None:
        return wanted == Filter()
    return (
        wanted.department in ("", event.said_by)
        and (not wanted.kind or wanted.kind in kinds_of(event.topic))
        and not (wanted.customer and event.for_customer is None)
    )


def _line(told: Told, event: type[Event] | None, choices: Choices, wanted: Filter) -> Line:
    """The event's own sentence; of one that this release does not know, the line as it was written."""
    if event is None or event.summary is None:
        text = told["summary"] if choices.language == "en" else topic_word(told["topic"], choices.language)
        return Line(told["at"], text, event.said_by if event else "", minor=False)
    facts = told["facts"]
    if wanted.customer:
        facts = {name: facts[name] for name in event.for_customer or () if name in facts}
    text = event.summary.told(facts, choices.language).strip()
    return Line(told["at"], text[:1].upper() + text[1:], event.said_by, event.summary.minor)

"""The papers of an order: what the departments issued or got, by the events that tell their numbers (NOT-2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.catalogue import EVENTS
from contracts.papers import Paper
from services.notify.desk.choices import Choices
from services.notify.desk.order.timeline import Told


@dataclass(frozen=True)
class Document:
    """A paper: what it is called, its number and day, who has it, and the event that brought it."""

    called: str
    number: str
    dated: date
    department: str
    topic: str
    at: datetime


def documents_of(events: Sequence[Told], choices: Choices) -> tuple[Document, ...]:
    """Oldest first; what is told again under the same number is one paper."""
    found = {(one.called, one.number): one for told in reversed(events) for one in _brought(told, choices)}
    return tuple(sorted(found.values(), key=lambda one: one.at))


def _brought(told: Told, choices: Choices) -> Iterator[Document]:
    event = EVENTS.get(told["topic"])
    for paper in event.papers if event else ():
        if number := told["facts"].get(paper.number):
            yield _document(told, paper, str(number), choices)


def _document(told: Told, paper: Paper, number: str, choices: Choices) -> Document:
    at, called = told["at"], paper.called(choices.language)
    dated = _day(told["facts"].get(paper.dated), choices) or at.astimezone(choices.zone).date()
    return Document(called[:1].upper() + called[1:], number, dated, EVENTS[told["topic"]].said_by, told["topic"], at)


def _day(text: str | None, choices: Choices) -> date | None:
    """Of a day, or of a moment in the reader's zone."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(choices.zone).date() if moment.tzinfo else moment.date()

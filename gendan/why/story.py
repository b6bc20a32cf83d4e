"""An order's story in words: one line a step, with who did it; a long one folded to what matters (NOT-2). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.finance import InvoiceIssued
from contracts.logistics import ShipmentDispatched
from contracts.purchasing import PurchaseOrdered
from contracts.review import Reviewed
from contracts.sentences import Language, shown, word
from gendan.why.words import phrase, sentence
from whereabouts.picture import Picture
from whereabouts.timeline import IDLE, Step

LONG = 30
"""So many lines are told in full."""
NUMBERED = {
    "purchase_id": ("purchase", PurchaseOrdered.topic),
    "shipment_id": ("shipment", ShipmentDispatched.topic),
    "invoice_id": ("invoice", InvoiceIssued.topic),
}
"""Ids that people know by a number, which the event that made it tells."""


@dataclass(frozen=True)
class Line:
    """What happened when (business time, UTC), by which department and person; ``count`` times in a row."""

    at: datetime
    department: str
    text: str
    person: str = ""
    count: int = 1
    aside: bool = False


def contents(pictures: Iterable[Picture], page: Mapping[str, Any]) -> dict[UUID | None, Mapping[str, Any]]:
    """What each message says, from notify's page of the order; notify heard them in the order of its lines."""
    heard: defaultdict[str, list[UUID]] = defaultdict(list)
    for picture in pictures:
        if picture.service == "notify":
            for fact in picture.facts:
                heard[fact.topic].extend([fact.message_id] if fact.kind == "heard" else [])
    said: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in page.get("events", ()):
        said[event["topic"]].append(event["facts"])
    # from the end: what was heard first is forgotten first
    return {id_: facts for topic in said for id_, facts in zip(heard[topic][::-1], said[topic][::-1], strict=False)}


def told(
    steps: Sequence[Step],
    said: Mapping[UUID | None, Mapping[str, Any]],
    lang: Language = "en",
    *,
    everything: bool = False,
) -> list[Line]:
    """The lines; a command is told with what came of it, and alone where nothing was said."""
    people: dict[UUID | None, str] = {
        step.message_id: step.note for step in steps if step.kind == "asked" and step.note
    }
    answered = {step.cause_id for step in steps if step.kind == "said"}
    numbers = _numbers((step.topic, said.get(step.message_id, {})) for step in steps)
    lines = [
        _line(step, said.get(step.message_id, {}), numbers, people.get(step.cause_id), lang)
        for step in steps
        if everything or step.kind == "said" or step.message_id not in answered
    ]
    return lines if everything else folded(lines)


def lines_of_page(page: Mapping[str, Any], lang: Language = "en", *, everything: bool = False) -> list[Line]:
    """The same of notify's page alone (`GET /orders/{name}`): nobody knows there who asked."""
    events = page["events"]
    numbers = _numbers((event["topic"], event["facts"]) for event in events)
    lines = [
        Line(
            datetime.fromisoformat(event["at"]),
            "",
            sentence(event["topic"], _with_numbers(event["facts"], numbers), lang),
            aside=_is_aside(event["topic"], event["facts"]),
        )
        for event in events
    ]
    return lines if everything else folded(lines)


def folded(lines: Sequence[Line]) -> list[Line]:
    """What is told twice in a row once; of a long story without what the company does with itself."""
    kept = _repeats(lines)
    return _repeats([line for line in kept if not line.aside]) if len(kept) > LONG else kept


def left_out(every: Sequence[Line], shown_: Sequence[Line]) -> int:
    """How many of the lines that the story would have in full are not shown."""
    return sum(line.count for line in every) - sum(line.count for line in shown_)


def head(page: Mapping[str, Any], lang: Language = "en") -> str:
    """Whose order it is, and what it is worth."""
    value = f"{page['value']} {page['currency']}" if page.get("value") and page.get("currency") else ""
    values = {"customer": page.get("customer"), "customer_po": page.get("customer_po"), "value": shown("value", value)}
    return ", ".join(phrase(name, lang, **{name: value}) for name, value in values.items() if value)


def as_text(lines: Sequence[Line], lang: Language = "en") -> Iterator[str]:
    """Time, department, what happened and by whom; a rest of more than an hour is a line."""
    before: datetime | None = None
    for line in lines:
        if before and line.at - before > IDLE:
            yield f"  … {_span(line.at - before, lang)} …"
        before = max(before, line.at) if before else line.at
        times = f" {phrase('same', lang, count=line.count)}" if line.count > 1 else ""
        by = phrase("by", lang, person=line.person) if line.person else ""
        yield f"  {line.at:%Y-%m-%d %H:%M}  {padded(word(line.department, lang), 12)}{line.text}{times}{by}"


def _line(step: Step, facts: Mapping[str, Any], numbers: Mapping[str, str], person: str | None, lang: Language) -> Line:
    if step.kind == "asked":
        who, _, outcome = (step.note or "").partition(": ")
        text = phrase("asked", lang, route=f"{step.topic}{f' ({outcome})' if outcome else ''}")
        return Line(step.at, step.department, text, who)
    text = sentence(step.topic, _with_numbers(facts, numbers), lang)
    return Line(step.at, step.department, text, person or "", aside=_is_aside(step.topic, facts))


def _is_aside(topic: str, facts: Mapping[str, Any]) -> bool:
    """What the company does with itself, and a review that has nothing against the order."""
    event = EVENTS.get(topic, Event)
    minor = event.summary is not None and event.summary.minor
    return minor or (issubclass(event, Reviewed) and facts.get("verdict") != "no")


def _numbers(told: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    made = {topic: id_ for id_, (_, topic) in NUMBERED.items()}
    return {
        str(facts[made[topic]]): str(facts["number"])
        for topic, facts in told
        if topic in made and facts.get(made[topic]) and facts.get("number")
    }


def _with_numbers(facts: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, Any]:
    return {**facts, **{name: numbers.get(str(facts.get(id_)), "") for id_, (name, _) in NUMBERED.items()}}


def _repeats(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if kept and (kept[-1].text, kept[-1].department, kept[-1].person) == (line.text, line.department, line.person):
            kept[-1] = replace(kept[-1], count=kept[-1].count + line.count)
        else:
            kept.append(line)
    return kept


def _span(rest: timedelta, lang: Language) -> str:
    hours = int(rest.total_seconds() // 3600)
    return (
        phrase("days", lang, days=hours // 24, hours=hours % 24) if hours >= 24 else phrase("hours", lang, hours=hours)
    )


def padded(text: str, width: int) -> str:
    """In a column: Chinese characters are two wide; nothing where there is no text."""
    taken = sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
    return text + " " * max(1, width - taken) if text else ""

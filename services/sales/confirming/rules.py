"""A customer's answers are recorded, question by question, and he agrees to a version of them (SAL-19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from contracts.value import fields_of
from services.sales.inquiry.rules import Inquiry
from services.sales.needs.rules.document import Agreement, Channel, Need, Needs, Version, Way, replaced
from services.sales.needs.rules.questions import GENERAL, Questions, asked_of

Lists = Mapping[str, Questions]


class NothingToAgreeTo(Refusal):
    """Nothing is recorded of the needs of inquiry {number} to which the customer could agree."""


class NeedsAgreedAlready(Refusal):
    """{person} agreed to {number} on {day} already."""


class NeedsChangedSince(Refusal):
    """The needs of inquiry {number} are at version {version}, not {expected}; agree to what they are now."""

    of_input = True


@dataclass(frozen=True)
class OnNeeds:
    """What is asked about an inquiry's needs; ``only_of`` is the customer who asks it himself, of his own only."""

    inquiry_id: UUID
    only_of: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Answered:
    """What somebody at the customer said to a question of the list."""

    question: str
    answer: str
    channel: Channel
    said_by: str
    said_on: date


@dataclass(frozen=True)
class Record(OnNeeds):
    """Answers of the customer; ``kind`` is the kind of product, as before where it is None."""

    kind: str | None
    answers: tuple[Answered, ...]
    by: str


@dataclass(frozen=True)
class Agree(OnNeeds):
    """``person`` at the customer agrees to the version that he has before him; ``by`` enters it, or sent the link."""

    version: int
    person: str
    on: date
    way: Way
    by: str


def record(inquiry: Inquiry, needs: Needs | None, asked: Record, lists: Lists, today: date) -> Needs | Refusal:
    """A new version, to be agreed to anew; what he said before to another question stays."""
    kind = asked.kind or (needs.newest.kind if needs else GENERAL)
    questions = asked_of(kind, lists)
    if faults := list(_faults(asked, questions, lists)):
        return InvalidInput(faults)
    known = needs.newest.needs if needs else ()
    told = replaced(known, [_need(one, questions, asked.by) for one in asked.answers])
    if needs and (kind, told) == (needs.newest.kind, known):
        return needs
    version = Version(version=1, kind=kind, needs=told, recorded_on=today)
    if needs:
        return needs.then(version.but(version=needs.newest.version + 1))
    return Needs(inquiry_id=inquiry.inquiry_id, inquiry=inquiry.number, customer=inquiry.customer, versions=(version,))


def agree(inquiry: Inquiry, needs: Needs | None, asked: Agree) -> Needs | Refusal:
    """To the newest version alone, once; the same again changes nothing."""
    if needs is None:
        return NothingToAgreeTo(number=inquiry.number)
    newest, said = needs.newest, Agreement(person=asked.person, on=asked.on, way=asked.way, recorded_by=asked.by)
    if newest.agreement and (newest.version, newest.agreement) == (asked.version, said):
        return needs
    if newest.agreement:
        before = newest.agreement
        return NeedsAgreedAlready(person=before.person, number=needs.number(newest), day=before.on)
    if asked.version != newest.version:
        return NeedsChangedSince(number=inquiry.number, version=newest.version, expected=asked.version)
    if asked.on < newest.recorded_on:
        expected = Text("a date from {first} on, when it was written down", first=newest.recorded_on)
        return InvalidInput([{"field": "agreed_on", "expected": expected, "came": asked.on.isoformat()}])
    return needs.agreed_to(said)


def _need(one: Answered, questions: Questions, by: str) -> Need:
    return Need(**fields_of(one), asked=questions[one.question], recorded_by=by)


def _faults(asked: Record, questions: Questions, lists: Lists) -> Iterator[dict[str, Any]]:
    """A kind and questions of the company's lists, none twice."""
    if asked.kind and asked.kind not in lists:
        yield {"field": "kind", "expected": Text("one of {kinds}", kinds=tuple(lists)), "came": asked.kind}
    times = Counter(one.question for one in asked.answers)
    for place, one in enumerate(asked.answers):
        at = f"answers.{place}.question"
        if one.question not in questions:
            expected = Text("a question of the list: {codes}", codes=tuple(questions))
            yield {"field": at, "expected": expected, "came": one.question}
        elif times[one.question] > 1:
            yield {"field": at, "expected": Text("one answer to a question"), "came": one.question}

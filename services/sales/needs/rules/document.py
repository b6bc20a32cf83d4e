"""What a customer answered, version by version, and to which he agreed (SAL-19)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, Self
from uuid import UUID

from contracts.value import Value
from services.sales.needs.rules.questions import GENERAL, Question, Questions, asked_of

Channel = Literal["phone", "mail", "chat", "meeting"]
NUMBER = re.compile(r"NC-(\d{4}-\d{6,9})-(\d{1,6})")
Way = Literal["himself", "link", "letter"]
"""How he agreed: with a token of his own, by the link to the paper, in a letter or mail that somebody entered."""


class Need(Value):
    """What the customer said to a question, as it was worded then."""

    question: str
    """Its code in the company's list."""
    asked: Question
    answer: str
    channel: Channel
    said_by: str
    """Who at the customer."""
    said_on: date
    recorded_by: str


class Agreement(Value):
    """The customer agrees to a version as it was written down."""

    person: str
    """Who at the customer, as he writes his name."""
    on: date
    way: Way
    recorded_by: str
    """Who entered it, or sent the link."""


class Version(Value):
    """All that is known of his needs; the next one begins with it."""

    version: int
    kind: str
    """Of product, by which more is asked."""
    needs: tuple[Need, ...]
    recorded_on: date
    agreement: Agreement | None = None

    @property
    def answers(self) -> dict[str, str]:
        """By question."""
        return {one.question: one.answer for one in self.needs}


class Needs(Value):
    """The document, one of an inquiry. What nobody agreed to before the next version came is not kept."""

    inquiry_id: UUID
    inquiry: str
    """IN-2026-000123"""
    customer: str
    versions: tuple[Version, ...]
    """The newest one last; never empty."""

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def agreed(self) -> Version | None:
        """The version that he agreed to last."""
        return next((one for one in reversed(self.versions) if one.agreement), None)

    def number(self, version: Version) -> str:
        """What people call a version: NC-2026-000123-2 is the second one of the needs of IN-2026-000123."""
        return f"NC{self.inquiry.removeprefix('IN')}-{version.version}"

    @property
    def confirmed(self) -> str:
        """The number of the version that he agreed to last; empty before."""
        return self.number(self.agreed) if self.agreed else ""

    def numbered(self, number: str) -> Version | None:
        return next((one for one in self.versions if self.number(one) == number), None)

    def then(self, version: Version) -> Self:
        """The next version takes the place of one that nobody agreed to."""
        return self.but(versions=(*(one for one in self.versions if one.agreement), version))

    def agreed_to(self, agreement: Agreement) -> Self:
        return self.but(versions=(*self.versions[:-1], self.newest.but(agreement=agreement)))


def inquiry_of(number: str) -> tuple[str, int] | None:
    """The inquiry that a number of a version tells, and which version; None for what is no such number."""
    found = NUMBER.fullmatch(number)
    return (f"IN-{found[1]}", int(found[2])) if found else None


def unconfirmed_in(needs: Needs | None, lists: Mapping[str, Questions]) -> tuple[str, ...]:
    """Obligatory questions to which he has not agreed the answer that holds: without an answer, or changed since."""
    agreed = needs.agreed.answers if needs and needs.agreed else {}
    now = needs.newest.answers if needs else {}
    held = {question for question, answer in now.items() if agreed.get(question) == answer}
    questions = asked_of(needs.newest.kind if needs else GENERAL, lists)
    return tuple(code for code, one in questions.items() if one.obligatory and code not in held)


def replaced(needs: Sequence[Need], by: Sequence[Need]) -> tuple[Need, ...]:
    """An answer takes the place of the one to its question, or comes last; the same answer again changes nothing."""
    known = {one.question: one for one in needs}
    new = {one.question: one for one in by if one.question not in known or known[one.question].answer != one.answer}
    return tuple({**known, **new}.values())

"""A person sends a letter, again or for the first time, or says that it need not be sent (SAL-8, SAL-20, ALL-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusal import Refusal
from services.sales.letter.rules import Letter
from services.sales.masters.rules import Contact


class NotWithAPerson(Refusal):
    """Letter {number} is {state}: nobody need do anything about it."""


class NoMailAddress(Refusal):
    """No contact of {customer} has a mail address; add one to the customer first."""


@dataclass(frozen=True)
class Send:
    letter_id: UUID


@dataclass(frozen=True)
class Settle:
    """``words``: how the customer got to know, or why he need not; ``by`` says it (person code)."""

    letter_id: UUID
    words: str
    by: str


def send(letter: Letter, contact: Contact | None, now: datetime) -> Letter | Refusal:
    """As if it had not been tried, where the customer has an address now; ``now`` is real time.

    Who sends one again that may have been sent says by it that it was not, or that twice does no harm.
    """
    if not letter.with_a_person:
        return _not_with_a_person(letter)
    if contact is None:
        return NoMailAddress(customer=letter.customer)
    return letter.but(state="waiting", due=now, tries=0, reason=None)


def settle(letter: Letter, asked: Settle) -> Letter | Refusal:
    """It was sent after all, the customer was told otherwise, or need not be told."""
    if not letter.with_a_person:
        return _not_with_a_person(letter)
    return letter.but(state="settled", settled=asked.words, settled_by=asked.by)


def _not_with_a_person(letter: Letter) -> Refusal:
    return NotWithAPerson(number=letter.number, state=letter.state)

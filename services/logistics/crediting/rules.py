"""What a clerk records of a letter of credit, and what a manager decides of it (LOG-7, UCP 600 art. 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from services.logistics.letter_of_credit.rules import credit as document
from services.logistics.letter_of_credit.rules.agreed import OrderNews, agreed_in
from services.logistics.letter_of_credit.rules.amending import Amended, Change, amend
from services.logistics.letter_of_credit.rules.credit import Amendment, LetterOfCredit
from services.logistics.letter_of_credit.rules.reading import NotRead, read_credit
from services.logistics.letter_of_credit.rules.terms import CreditTerms

SHORT = 80
"""Characters of what stands in the line of a story."""


class AmendedAlready(Refusal):
    """Credit {number} was amended already; what is otherwise now is an amendment."""


class NotHereYet(Refusal):
    """The letter of credit of order {order} has not come yet."""


class CameAlready(Refusal):
    """Amendment {number} of credit {credit} came already."""

    of_input = True


class NoSuchAmendment(Refusal):
    """No amendment {number} of credit {credit} waits for a decision."""

    of_input = True


class InOrder(Refusal):
    """Credit {number} is in order, or cancelled: there is nothing to take as it is."""


@dataclass(frozen=True)
class Read:
    """A credit as the bank sent it, MT 700."""

    order_id: UUID
    text: str
    today: date


@dataclass(frozen=True)
class Enter:
    """A credit as a clerk types it."""

    order_id: UUID
    terms: CreditTerms
    today: date


@dataclass(frozen=True)
class Amend:
    """An amendment as the bank sent it, MT 707."""

    order_id: UUID
    text: str


@dataclass(frozen=True)
class Decide:
    """We accept an amendment or refuse it: all of it (UCP 600 art. 10 e)."""

    order_id: UUID
    number: int
    accept: bool
    reason: str
    today: date


@dataclass(frozen=True)
class Take:
    """Somebody who answers for it takes a credit that is not in order."""

    order_id: UUID
    reason: str
    today: date


def order_news(
    credit: LetterOfCredit | None, news: OrderNews, today: date
) -> Step[LetterOfCredit, CreditCompared] | None:
    """Of an order that is paid by credit, each version; of any other nothing."""
    agreed = agreed_in(news)
    if agreed is None:
        return None
    return document.order_is(credit or document.open_for(news.order_id, agreed), agreed, today)


def read(credit: LetterOfCredit, asked: Read) -> Step[LetterOfCredit, CreditReceived] | Refusal:
    """Refused whole where any field cannot be read."""
    terms = read_credit(asked.text)
    if isinstance(terms, list):
        return NotRead(terms)
    return enter(credit, Enter(asked.order_id, terms, asked.today))


def enter(credit: LetterOfCredit, asked: Enter) -> Step[LetterOfCredit, CreditReceived] | Refusal:
    """Until an amendment holds, what was recorded wrongly is recorded anew."""
    if any(one.decision == "accepted" for one in credit.amendments) and credit.terms:
        return AmendedAlready(number=credit.terms.number)
    return document.receive(credit, asked.terms, asked.today)


def record_amendment(credit: LetterOfCredit, asked: Amend) -> Step[LetterOfCredit, CreditAmended] | Refusal:
    """It waits for our decision: until then the credit holds as it was (UCP 600 art. 10 c)."""
    if credit.terms is None:
        return NotHereYet(order=credit.agreed.number)
    told = amend(credit.terms, asked.text)
    if isinstance(told, list):
        return NotRead(told)
    number = told.number or len(credit.amendments) + 1
    if any(one.number == number for one in credit.amendments):
        return CameAlready(number=number, credit=credit.terms.number)
    return Step(credit.but(amendments=(*credit.amendments, _amendment(number, asked.text, told))))


def _amendment(number: int, text: str, told: Amended) -> Amendment:
    return Amendment(
        number=number,
        text=text,
        dated=told.dated,
        changes=told.changes,
        cancels=told.cancels,
        narrative=told.narrative,
    )


def decide(credit: LetterOfCredit, asked: Decide) -> Step[LetterOfCredit, CreditAmended] | Refusal:
    """Accepted, it makes the credit's terms others; refused, nothing."""
    one = next((one for one in credit.waiting if one.number == asked.number), None)
    if credit.terms is None or one is None:
        return NoSuchAmendment(
            number=asked.number, credit=credit.terms.number if credit.terms else credit.agreed.number
        )
    decided = one.but(decision="accepted" if asked.accept else "refused", reason=asked.reason)
    after = credit.but(amendments=tuple(decided if each is one else each for each in credit.amendments))
    return _accepted(after, decided, credit.terms, asked.today) if asked.accept else Step(after)


def _accepted(
    credit: LetterOfCredit, one: Amendment, terms: CreditTerms, today: date
) -> Step[LetterOfCredit, CreditAmended] | Refusal:
    """Read once more, for the terms may have changed since it came."""
    told = amend(terms, one.text)
    if isinstance(told, list):
        return NotRead(told)
    changed = "; ".join(map(_in_short, told.changes)) or one.narrative[:SHORT]
    return document.amended(credit.but(cancelled=one.cancels), told.terms, changed, today)


def _in_short(change: Change) -> str:
    """What it is now, where that is no long text."""
    return f"{change.name}: {change.after}" if len(change.after) <= SHORT else change.name


def take(credit: LetterOfCredit, asked: Take) -> Step[LetterOfCredit, CreditAmended] | Refusal:
    """In spite of what is against it, until it is amended."""
    if credit.terms is None:
        return NotHereYet(order=credit.agreed.number)
    if credit.state != "not in order":
        return InOrder(number=credit.terms.number)
    return document.taken(credit, asked.reason, asked.today)

"""The monthly statement of a customer or a supplier, drawn from the journal, and his word on it (FIN-10, FIN-5).

He agrees or disputes. A dispute is for somebody to clear by a day; it ends when he agrees. Every word is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from contracts.value import Value
from services.finance.account.rules.values import ZERO

Side = Literal["customer", "supplier"]
Verdict = Literal["agreed", "disputed"]
Way = Literal["himself", "link", "letter"]
"""How his word came: with a token of his own, by a link that was sent to him, by letter through an accountant."""


class StatementLine(Value):
    """What was booked. ``amount``: what it made of the debt, below zero what lowered it."""

    day: date
    kind: str
    document: str
    order: str = ""
    bill_id: UUID | None = None
    amount: Decimal


class OpenItem(Value):
    """An invoice or a bill of which something was unpaid at the end of the month."""

    number: str
    due: date
    outstanding: Decimal


class Reply(Value):
    """What he says of a month: ``closing`` as his own books have it. A dispute is ``owner``'s to clear by a day."""

    verdict: Verdict
    closing: Decimal
    reason: str
    person: str
    on: date
    way: Way = "himself"
    owner: str = ""
    clear_by: date | None = None
    note: str = ""
    """Of who gave the dispute to its owner."""
    sent_by: str = ""
    """Who sent the link by which it came."""


class Statement(Value):
    """What was owed at the begin of a month, what changed it, what was owed at its end; ``replies`` as they came."""

    side: Side
    party: str
    month: date
    """Its first day."""
    currency: str
    name: str = ""
    language: str = ""
    """His own, as sales tells it; empty of a supplier."""
    opening: Decimal = ZERO
    lines: tuple[StatementLine, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    replies: tuple[Reply, ...] = ()

    @property
    def closing(self) -> Decimal:
        return sum((line.amount for line in self.lines), self.opening)

    @property
    def ends(self) -> date:
        """The first day after it."""
        return (self.month + timedelta(days=31)).replace(day=1)

    @property
    def reply(self) -> Reply | None:
        """The one that holds."""
        return self.replies[-1] if self.replies else None


class MonthNotOver(Refusal):
    """The month of {month} is not over; its statement still changes."""

    of_input = True


class AgreedAlready(Refusal):
    """{party} agreed to {closing} {currency} for the month of {month} already, by {person}."""


class NotDisputed(Refusal):
    """{party} disputes nothing of the month of {month} in {currency}."""


@dataclass(frozen=True)
class OfStatement:
    """Whose month in which currency; ``month`` is its first day."""

    side: Side
    party: str
    month: date
    currency: str


@dataclass(frozen=True)
class Say(OfStatement):
    """His word on a month. A dispute is for ``owner`` to clear within so many days."""

    verdict: Verdict
    closing: Decimal
    reason: str
    person: str
    way: Way
    owner: str
    days: int
    sent_by: str = ""


@dataclass(frozen=True)
class Give(OfStatement):
    """A dispute is given to somebody, to clear it by a day."""

    owner: str
    clear_by: date
    note: str


def say(statement: Statement, asked: Say, today: date) -> Statement | Refusal:
    """Who agrees, agrees to our sum; a dispute may end in agreement, an agreement stands."""
    if today < statement.ends:
        return MonthNotOver(month=asked.month)
    reply = statement.reply
    if reply and (reply.verdict, reply.closing, reply.reason) == (asked.verdict, asked.closing, asked.reason):
        return statement
    if reply and reply.verdict == "agreed":
        told = {"party": asked.party, "month": asked.month, "currency": asked.currency}
        return AgreedAlready(**told, closing=reply.closing, person=reply.person)
    if faults := _faults(statement, asked):
        return InvalidInput(faults)
    return statement.but(replies=(*statement.replies, _word(reply, asked, today)))


def _word(before: Reply | None, asked: Say, today: date) -> Reply:
    """Who was to clear the dispute before goes on with it."""
    said = {name: getattr(asked, name) for name in ("verdict", "closing", "reason", "person", "way", "sent_by")}
    if asked.verdict == "agreed":
        return Reply(**said, on=today)
    owner = (before and before.owner) or asked.owner
    return Reply(**said, on=today, owner=owner, clear_by=today + timedelta(days=asked.days))


def give(statement: Statement, asked: Give, _: date) -> Statement | Refusal:
    """Somebody is to clear it, by another day; what he disputes stays as he said it."""
    reply = statement.reply
    if reply is None or reply.verdict != "disputed":
        return NotDisputed(party=asked.party, month=asked.month, currency=asked.currency)
    given = reply.but(owner=asked.owner, clear_by=asked.clear_by, note=asked.note)
    return statement if given == reply else statement.but(replies=(*statement.replies, given))


def _faults(statement: Statement, asked: Say) -> list[dict[str, object]]:
    if asked.verdict == "agreed" and asked.closing != statement.closing:
        ours = Text("{closing}, as the statement says; or a dispute", closing=statement.closing)
        return [{"field": "closing", "expected": ours, "came": str(asked.closing)}]
    if asked.verdict == "disputed" and not asked.reason:
        return [{"field": "reason", "expected": Text("why it is disputed"), "came": ""}]
    return []

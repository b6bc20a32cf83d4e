"""The monthly statement of a supplier, drawn from the journal, and his reply (FIN-5)."""

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

Verdict = Literal["agreed", "disputed"]


class StatementLine(Value):
    """A bill that came to be owed, or a payment: ``amount`` is what it made of the debt, payments below zero."""

    day: date
    kind: Literal["bill", "payout"]
    document: str
    bill_id: UUID
    amount: Decimal


class Reply(Value):
    """What the supplier says of a month: ``closing`` as his own books have it."""

    verdict: Verdict
    closing: Decimal
    reason: str
    person: str
    on: date


class Statement(Value):
    """What a supplier was owed at the begin of a month, what changed it, and what he is owed at its end."""

    supplier: str
    month: date
    """Its first day."""
    currency: str
    opening: Decimal = ZERO
    lines: tuple[StatementLine, ...] = ()
    reply: Reply | None = None

    @property
    def closing(self) -> Decimal:
        return sum((line.amount for line in self.lines), self.opening)

    @property
    def ends(self) -> date:
        """The first day after it."""
        return (self.month + timedelta(days=31)).replace(day=1)


class MonthNotOver(Refusal):
    """The month of {month} is not over; its statement still changes."""

    of_input = True


class AgreedAlready(Refusal):
    """{supplier} agreed to {closing} {currency} for the month of {month} already, by {person}."""


@dataclass(frozen=True)
class Say:
    """A supplier's word on a month."""

    supplier: str
    month: date
    currency: str
    verdict: Verdict
    closing: Decimal
    reason: str
    person: str


def say(statement: Statement, asked: Say, today: date) -> Statement | Refusal:
    """Who agrees, agrees to our sum; a dispute may end in agreement, an agreement stands."""
    if today < statement.ends:
        return MonthNotOver(month=asked.month)
    reply = statement.reply
    if reply and (reply.verdict, reply.closing, reply.reason) == (asked.verdict, asked.closing, asked.reason):
        return statement
    if reply and reply.verdict == "agreed":
        told = {"supplier": asked.supplier, "month": asked.month, "currency": asked.currency}
        return AgreedAlready(**told, closing=reply.closing, person=reply.person)
    if faults := _faults(statement, asked):
        return InvalidInput(faults)
    now = Reply(verdict=asked.verdict, closing=asked.closing, reason=asked.reason, person=asked.person, on=today)
    return statement.but(reply=now)


def _faults(statement: Statement, asked: Say) -> list[dict[str, object]]:
    if asked.verdict == "agreed" and asked.closing != statement.closing:
        ours = Text("{closing}, as the statement says; or a dispute", closing=statement.closing)
        return [{"field": "closing", "expected": ours, "came": str(asked.closing)}]
    if asked.verdict == "disputed" and not asked.reason:
        return [{"field": "reason", "expected": Text("why it is disputed"), "came": ""}]
    return []

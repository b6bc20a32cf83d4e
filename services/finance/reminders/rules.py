"""Of which invoices and advances a customer is reminded, at which level, and in which words (FIN-4).

A level is a day before or after the due date: the first of the policy's days is level 1. One that was passed over while
nobody looked is not made up for; the next level comes only while something is unpaid. An advance that is asked anew by
another day begins again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.finance import AdvanceReminded, PaymentReminded
from contracts.money import Money
from contracts.texts import Text
from contracts.value import Value
from services.finance.account.rules.account import Account
from services.finance.policy import Policy


class NothingToRemind(Refusal):
    """Nothing is unpaid of what order {number} asks: no invoice, and no advance."""


@dataclass(frozen=True)
class Remind:
    """An order with something unpaid of which its customer is to be reminded; ``person``: by whom, or by itself."""

    order_id: UUID
    person: str = ""


class Reminder(Value):
    """A customer was reminded of an invoice, or (no invoice) of an order's advance; ``number``: of either."""

    reminder_id: UUID
    invoice_id: UUID | None
    level: int
    order_id: UUID
    customer: str
    number: str
    reminded_on: date
    outstanding: Decimal
    currency: str
    due: date
    language: str
    text: str
    by_whom: str


@dataclass(frozen=True)
class Unpaid:
    """An invoice of an order, or (no invoice) its advance."""

    invoice_id: UUID | None
    number: str
    outstanding: Money
    due: date


@dataclass(frozen=True)
class Draft:
    """A reminder that is not put into the customer's language yet."""

    account: Account
    of: Unpaid
    level: int
    text: Text


Told = Step[Reminder, PaymentReminded | AdvanceReminded]
Levels = Mapping[tuple[UUID, date], int]
"""The highest reached, by invoice, or for its advance by order, and by the day that it is due."""
Drafting = Callable[[Account, Levels, Policy, date], "list[Draft] | Refusal"]


def falls_due(account: Account, reached: Levels, policy: Policy, today: date) -> list[Draft]:
    """By itself: the highest level that an unpaid invoice has come to, unless it was reminded at it."""
    drafts = []
    for unpaid in _unpaid(account):
        level = sum(unpaid.due + timedelta(days=days) <= today for days in policy.reminder_days)
        if level > _reached(account, unpaid, reached):
            drafts.append(_draft(account, unpaid, level, policy.reminder_days, today))
    return drafts


def by_hand(account: Account, reached: Levels, policy: Policy, today: date) -> list[Draft] | Refusal:
    """By a person: a level more than the last, of all that is unpaid of the order."""
    if not account.number:
        return NotFound(what="order", id=account.order_id)
    days = policy.reminder_days
    drafts = [_draft(account, one, _reached(account, one, reached) + 1, days, today) for one in _unpaid(account)]
    return drafts or NothingToRemind(number=account.number)


def _reached(account: Account, unpaid: Unpaid, reached: Levels) -> int:
    return reached.get((unpaid.invoice_id or account.order_id, unpaid.due), 0)


def _unpaid(account: Account) -> list[Unpaid]:
    """An order that is over, or is not agreed, asks no advance."""
    advance, owed = account.advance, [invoice for invoice in account.invoices if invoice.outstanding > 0]
    asked = advance.due if account.binding and advance.outstanding else None
    return [
        *([Unpaid(None, account.number, account.money(advance.outstanding), asked)] if asked else ()),
        *(Unpaid(one.invoice_id, one.number, one.money(one.outstanding), one.due) for one in owed),
    ]


def _draft(account: Account, unpaid: Unpaid, level: int, days: Sequence[int], today: date) -> Draft:
    outstanding = f"{unpaid.outstanding.amount:f} {unpaid.outstanding.currency}"
    before, after, last = _words(unpaid, {"number": unpaid.number, "due": unpaid.due, "outstanding": outstanding})
    if unpaid.due >= today:
        return Draft(account, unpaid, level, before)
    return Draft(account, unpaid, level, after if level < len(days) else last)


def _words(unpaid: Unpaid, about: Mapping[str, object]) -> tuple[Text, Text, Text]:
    """Before it is due, after it, and at last."""
    if unpaid.invoice_id is None:
        return (
            Text("The advance of {number} falls due on {due}; {outstanding} is still to pay.", **about),
            Text("The advance of {number} was due on {due}; {outstanding} is unpaid. The goods wait for it.", **about),
            Text("The advance of {number} was due on {due}; {outstanding} is unpaid after all reminders.", **about),
        )
    return (
        Text("Invoice {number} falls due on {due}; {outstanding} is still to pay.", **about),
        Text("Invoice {number} was due on {due}; {outstanding} is unpaid. When will you pay it?", **about),
        Text("Invoice {number} was due on {due}; {outstanding} is unpaid after all reminders. Pay it now.", **about),
    )


def reminded(draft: Draft, reminder_id: UUID, language: str, text: str, by_whom: str, today: date) -> Told:
    """What is kept of it, and what is told to the customer and to who follows the order."""
    account, unpaid = draft.account, draft.of
    kept = Reminder(
        reminder_id=reminder_id,
        invoice_id=unpaid.invoice_id,
        level=draft.level,
        order_id=account.order_id,
        customer=account.customer,
        number=unpaid.number,
        reminded_on=today,
        outstanding=unpaid.outstanding.amount,
        currency=unpaid.outstanding.currency,
        due=unpaid.due,
        language=language,
        text=text,
        by_whom=by_whom,
    )
    return Step(kept, (_told(kept, unpaid),))


def _told(kept: Reminder, unpaid: Unpaid) -> PaymentReminded | AdvanceReminded:
    names = ("order_id", "customer", "number", "level", "due", "language", "text")
    told = {name: getattr(kept, name) for name in names} | {"outstanding": unpaid.outstanding}
    if unpaid.invoice_id:
        return PaymentReminded(invoice_id=unpaid.invoice_id, **told)
    return AdvanceReminded(**told)

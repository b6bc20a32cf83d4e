"""Which invoices a customer is reminded of, at which level, and in which words (FIN-4).

A level is a day before or after the due date: the first of the policy's days is level 1. One that was passed over while
nobody looked is not made up for; the next level comes only while something of the invoice is unpaid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.finance import PaymentReminded
from contracts.texts import Text
from contracts.value import Value
from services.finance.account.rules.account import Account
from services.finance.account.rules.invoice import Invoice
from services.finance.policy import Policy


class NothingToRemind(Refusal):
    """Nothing of the invoices of order {number} is unpaid."""


@dataclass(frozen=True)
class Remind:
    """An order with an invoice of which the customer is to be reminded; ``person``: by whom, none for by itself."""

    order_id: UUID
    person: str = ""


class Reminder(Value):
    """A customer was reminded of an invoice."""

    reminder_id: UUID
    invoice_id: UUID
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
class Draft:
    """A reminder that is not put into the customer's language yet."""

    invoice: Invoice
    level: int
    text: Text


Drafting = Callable[[Account, Mapping[UUID, int], Policy, date], "list[Draft] | Refusal"]


def falls_due(account: Account, reached: Mapping[UUID, int], policy: Policy, today: date) -> list[Draft]:
    """By itself: the highest level that an unpaid invoice has come to, unless it was reminded at it."""
    drafts = []
    for invoice in _unpaid(account):
        level = sum(invoice.due + timedelta(days=days) <= today for days in policy.reminder_days)
        if level > reached.get(invoice.invoice_id, 0):
            drafts.append(_draft(invoice, level, policy.reminder_days, today))
    return drafts


def by_hand(account: Account, reached: Mapping[UUID, int], policy: Policy, today: date) -> list[Draft] | Refusal:
    """By a person: a level more than the last, of every unpaid invoice of the order."""
    if not account.number:
        return NotFound(what="order", id=account.order_id)
    days = policy.reminder_days
    drafts = [_draft(one, reached.get(one.invoice_id, 0) + 1, days, today) for one in _unpaid(account)]
    return drafts or NothingToRemind(number=account.number)


def _unpaid(account: Account) -> list[Invoice]:
    return [invoice for invoice in account.invoices if invoice.outstanding > 0]


def _draft(invoice: Invoice, level: int, days: Sequence[int], today: date) -> Draft:
    about = {"number": invoice.number, "due": invoice.due, "outstanding": f"{invoice.outstanding:f} {invoice.currency}"}
    before = Text("Invoice {number} falls due on {due}; {outstanding} is still to pay.", **about)
    after = Text("Invoice {number} was due on {due}; {outstanding} is unpaid. When will you pay it?", **about)
    last = Text("Invoice {number} was due on {due}; {outstanding} is unpaid after all reminders. Pay it now.", **about)
    if invoice.due >= today:
        return Draft(invoice, level, before)
    return Draft(invoice, level, after if level < len(days) else last)


def reminded(
    draft: Draft, reminder_id: UUID, language: str, text: str, by_whom: str, today: date
) -> Step[Reminder, PaymentReminded]:
    """What is kept of it, and what is told to the customer and to who follows the order."""
    invoice = draft.invoice
    kept = Reminder(
        reminder_id=reminder_id,
        invoice_id=invoice.invoice_id,
        level=draft.level,
        order_id=invoice.order_id,
        customer=invoice.customer,
        number=invoice.number,
        reminded_on=today,
        outstanding=invoice.outstanding,
        currency=invoice.currency,
        due=invoice.due,
        language=language,
        text=text,
        by_whom=by_whom,
    )
    return Step(kept, (_told(kept, invoice),))


def _told(kept: Reminder, invoice: Invoice) -> PaymentReminded:
    return PaymentReminded(
        order_id=kept.order_id,
        customer=kept.customer,
        invoice_id=kept.invoice_id,
        number=kept.number,
        level=kept.level,
        outstanding=invoice.money(kept.outstanding),
        due=kept.due,
        language=kept.language,
        text=kept.text,
    )

"""Money that goes back leaves the bank by rule, or waits as a liability until a person approves it (FIN-2, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.event import Value
from contracts.finance import PaymentRefunded
from contracts.money import Money
from services.finance.accounts.rules import Account, DueBack, RefundOf, RefundState, Turn
from services.finance.ledger import rules as ledger
from services.finance.policy import Way


class RefundApprovedAlready(Refusal):
    """Refund {refund} of order {number}, {amount} {currency}, was approved by {approved_by} already."""


@dataclass(frozen=True)
class Approve:
    """Somebody lets a refund go."""

    order_id: UUID
    refund: int
    person: str


class Refund(Value):
    """Money that waits to go back, or went back by a person's word; ``refund`` counts per order from 1."""

    order_id: UUID
    refund: int
    number: str
    customer: str
    amount: Money
    of: RefundOf
    invoice_id: UUID | None
    document: str
    """What it comes from: the bank's reference, the order or the credit note."""
    state: RefundState
    approved_by: str


def paid_from(way: Way) -> str:
    """The account that a refund lowers or raises at once: the bank, or what is owed to the customer until approved."""
    return ledger.BANK if way == "automatic" else ledger.OVERPAID


def give(
    account: Account, amount: Decimal, of: RefundOf, document: str, way: Way, invoice_id: UUID | None = None
) -> Turn[PaymentRefunded]:
    """Say it by rule, or put it before a person; its entry is written by who owed the money before."""
    due = DueBack(amount=amount, of=of, invoice_id=invoice_id, document=document)
    if way == "automatic":
        return Turn(account, (_said(account, due),))
    return Turn(account.model_copy(update={"due_back": (*account.due_back, due)}))


def approve(account: Account, asked: Approve) -> Turn[PaymentRefunded] | Refusal:
    """The money leaves the bank, once."""
    if not 1 <= asked.refund <= len(account.due_back):
        return NotFound(what="refund", id=f"{account.number or asked.order_id}/{asked.refund}")
    due = account.due_back[asked.refund - 1]
    if due.state == "approved":
        return RefundApprovedAlready(
            refund=asked.refund,
            number=account.number,
            amount=due.amount,
            currency=account.currency,
            approved_by=due.approved_by,
        )
    done = due.model_copy(update={"state": "approved", "approved_by": asked.person})
    others = list(account.due_back)
    others[asked.refund - 1] = done
    paid = account.entry(
        "refund", due.document, ledger.debit(ledger.OVERPAID, due.amount), ledger.credit(ledger.BANK, due.amount)
    )
    return Turn(account.model_copy(update={"due_back": tuple(others)}), (_said(account, due),), paid)


def _said(account: Account, due: DueBack) -> PaymentRefunded:
    return PaymentRefunded(
        order_id=account.order_id, amount=account.money(due.amount), of=due.of, invoice_id=due.invoice_id
    )


def shown(account: Account, refund: int) -> Refund:
    """One of an account's refunds as people see it."""
    due = account.due_back[refund - 1]
    return Refund(
        order_id=account.order_id,
        refund=refund,
        number=account.number,
        customer=account.customer,
        amount=account.money(due.amount),
        of=due.of,
        invoice_id=due.invoice_id,
        document=due.document,
        state=due.state,
        approved_by=due.approved_by,
    )

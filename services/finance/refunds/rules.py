"""A refund that waits is let go by a person, once (FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.finance import PaymentRefunded
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import BANK, OVERPAID, credit, debit
from services.finance.account.rules.follow import refunded


class RefundApprovedAlready(Refusal):
    """Refund {refund} of order {number}, {amount} {currency}, was approved by {approved_by} already."""


class RefundWithdrawn(Refusal):
    """Refund {refund} of order {number} is of a payment that the bank took back; nothing is to go back."""


@dataclass(frozen=True)
class Approve:
    """Somebody lets a refund go."""

    order_id: UUID
    refund: int
    person: str


def approve(account: Account, asked: Approve) -> Turn[PaymentRefunded] | Refusal:
    """The money leaves the bank, once."""
    if not 1 <= asked.refund <= len(account.due_back):
        return NotFound(what="refund", id=f"{account.number or asked.order_id}/{asked.refund}")
    due = account.due_back[asked.refund - 1]
    if due.state == "withdrawn":
        return RefundWithdrawn(refund=asked.refund, number=account.number)
    if due.state == "approved":
        told = {"amount": due.amount, "currency": account.currency, "approved_by": due.approved_by}
        return RefundApprovedAlready(refund=asked.refund, number=account.number, **told)
    done = due.but(state="approved", approved_by=asked.person)
    others = list(account.due_back)
    others[asked.refund - 1] = done
    paid = account.entry("refund", due.document, debit(OVERPAID, due.amount), credit(BANK, due.amount))
    return Turn(account.but(due_back=tuple(others)), (refunded(account, due),), paid)

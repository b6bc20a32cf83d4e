"""Refunds as people see them."""

from __future__ import annotations

from uuid import UUID

from contracts.money import Money
from contracts.value import Value, fields_of
from services.finance.account.rules.account import Account
from services.finance.account.rules.values import RefundOf, RefundState


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


def shown(account: Account, refund: int) -> Refund:
    """One of an account's refunds as people see it."""
    due = account.due_back[refund - 1]
    return Refund(
        order_id=account.order_id,
        refund=refund,
        number=account.number,
        customer=account.customer,
        **fields_of(due) | {"amount": account.money(due.amount)},
    )

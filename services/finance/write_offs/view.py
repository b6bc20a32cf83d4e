"""Write-offs as people see them."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.money import Money, Signature
from contracts.value import Value, fields_of
from services.finance.account.rules.account import Account
from services.finance.account.rules.values import WriteOffState


class WriteOffShown(Value):
    """What somebody asked to give up of an invoice; ``write_off`` counts per order from 1."""

    order_id: UUID
    write_off: int
    customer: str
    number: str
    """The invoice's."""
    amount: Money
    reason: str
    state: WriteOffState
    signatures: tuple[Signature, ...]
    next_step: str | None
    """Whose signature is awaited."""
    recovered: Decimal
    """What of it was paid after all."""


def shown(account: Account, write_off: int) -> WriteOffShown:
    """One of an account's write-offs as people see it."""
    known = account.write_offs[write_off - 1]
    about = {"order_id": account.order_id, "write_off": write_off, "customer": account.customer}
    seen = {"amount": account.money(known.amount), "next_step": known.chain.next_step}
    return WriteOffShown.having({**fields_of(known), **about, **seen})

"""An order's money as people see it: what sales expects, what it was told, and who asked for the rest."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.value import Value, fields_of
from services.sales.receivable.rules import Chase, Receipt, Receivable


class ReceivableState(Value):
    """Sales' own figures, in the order's currency; finance's are its account."""

    order_id: UUID
    number: str
    customer: str
    currency: str
    expected: Decimal
    told: Decimal
    outstanding: Decimal
    receipts: tuple[Receipt, ...]
    chases: tuple[Chase, ...]


def state_of(known: Receivable, *, for_customer: bool) -> ReceivableState:
    """The customer sees what was told of his payments, not who chased him with what words."""
    sums = {"told": known.told, "outstanding": known.outstanding}
    seen = {"chases": ()} if for_customer else {}
    return ReceivableState.having({**fields_of(known), **sums, **seen})

"""Money that goes back leaves the bank by rule, or waits as a liability until a person lets it go (FIN-2, FIN-7)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from contracts.finance import PaymentRefunded
from services.finance.account.rules import entries
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.values import DueBack, RefundOf
from services.finance.policy import Way


def paid_from(way: Way) -> str:
    """The account that a refund lowers or raises at once: the bank, or what is owed to the customer until approved."""
    return entries.BANK if way == "automatic" else entries.OVERPAID


def give(
    account: Account, amount: Decimal, of: RefundOf, document: str, way: Way, invoice_id: UUID | None = None
) -> Turn[PaymentRefunded]:
    """Refund by rule, or put it before a person; its entry is written by who owed the money before."""
    due = DueBack(amount=amount, of=of, invoice_id=invoice_id, document=document)
    if way == "automatic":
        return Turn(account, (refunded(account, due),))
    return Turn(account.model_copy(update={"due_back": (*account.due_back, due)}))


def refunded(account: Account, due: DueBack) -> PaymentRefunded:
    return PaymentRefunded(
        order_id=account.order_id, amount=account.money(due.amount), of=due.of, invoice_id=due.invoice_id
    )

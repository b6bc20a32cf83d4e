"""What of an order is unpaid past its due date is told once (FIN-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.finance import PaymentOverdue
from services.finance.account.rules.account import Account, Turn


@dataclass(frozen=True)
class PastDue:
    """An order with something unpaid of which nobody was told yet that it is overdue."""

    order_id: UUID


def fall_overdue(account: Account, today: date) -> Turn[PaymentOverdue]:
    """Say once of each invoice, and of the advance of an order that goes on, that its due date has passed (FIN-4)."""
    events: list[PaymentOverdue] = []
    for invoice in account.invoices:
        if invoice.outstanding > 0 and invoice.due < today and not invoice.overdue:
            account = account.with_invoice(invoice.model_copy(update={"overdue": True}))
            events.append(_overdue(account, invoice.invoice_id, invoice.outstanding, invoice.due))
    advance = account.advance
    if account.binding and advance.outstanding and advance.due and advance.due < today and not advance.overdue:
        account = account.with_advance(overdue=True)
        events.append(_overdue(account, None, advance.outstanding, advance.due))
    return Turn(account, tuple(events))


def _overdue(account: Account, invoice_id: UUID | None, outstanding: Decimal, due: date) -> PaymentOverdue:
    return PaymentOverdue(
        order_id=account.order_id,
        customer=account.customer,
        invoice_id=invoice_id,
        outstanding=account.money(outstanding),
        due=due,
    )

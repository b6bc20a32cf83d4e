"""Invoices as people see them, and what customers owe."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from contracts.value import fields_of
from services.finance.account.rules.invoice import Invoice, InvoiceFields

State = Literal["open", "paid", "overdue", "written_off"]


class InvoiceShown(InvoiceFields):
    """An invoice, with what is still to pay of it."""

    outstanding: Decimal
    state: State


class Aged(BaseModel):
    """What one customer owes in one currency, by days past the due date."""

    customer: str
    currency: str
    outstanding: Decimal
    not_due: Decimal
    to_30_days: Decimal
    to_60_days: Decimal
    to_90_days: Decimal
    older: Decimal


def shown(invoice: Invoice, today: date) -> InvoiceShown:
    return InvoiceShown(**fields_of(invoice), outstanding=invoice.outstanding, state=state_of(invoice, today))


def state_of(invoice: Invoice, today: date) -> State:
    late = invoice.outstanding > 0 and invoice.due < today
    if invoice.outstanding <= 0:
        return "written_off" if invoice.lost else "paid"
    return "overdue" if late else "open"

"""The journal as people see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel


class Balance(BaseModel):
    """All debits and credits of a currency; right is a difference of 0."""

    currency: str
    debit: Decimal
    credit: Decimal
    difference: Decimal


class AccountBalance(BaseModel):
    """One line of the trial balance."""

    account: str
    currency: str
    debit: Decimal
    credit: Decimal
    balance: Decimal


class AccountOfPeriod(BaseModel):
    """An account in one currency: what it had before the first day, what was posted, what it has after the last day.

    ``opening`` and ``closing`` are debits less credits; below zero is a credit balance.
    """

    account: str
    currency: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


class EntryLine(BaseModel):
    """One side of an entry."""

    account: str
    debit: str
    credit: str
    invoice_id: UUID | None
    """Of a customer's invoice, or a supplier's bill."""
    purchase_id: UUID | None


class JournalEntry(BaseModel):
    """An entry of the journal with its lines: about an order and its customer, or about a supplier."""

    entry_id: UUID
    booked_on: date
    kind: str
    document: str
    order_id: UUID | None
    customer: str
    supplier: str
    currency: str
    lines: list[EntryLine]


class Receivable(BaseModel):
    """What the postings of one invoice leave open."""

    customer: str
    invoice_id: UUID
    currency: str
    balance: Decimal


class Fault(BaseModel):
    """What is not as it must be, and where."""

    fault: str
    id: str

"""An order's account as people see it: what was asked, invoiced, paid and given back, in the order's currency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from contracts.money import Money
from contracts.value import Value, fields_of
from services.finance.account.rules.account import Account
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import ZERO, DueBack, Status, WriteOff
from services.finance.invoices.view import State, state_of


class AdvanceState(Value):
    """What the terms ask before release, and what became of it."""

    asked: Decimal
    received: Decimal
    used: Decimal
    refunded: Decimal
    outstanding: Decimal
    due: date | None
    overdue: bool


class BilledState(Value):
    """An invoice of the order."""

    number: str
    issued_on: date
    due: date
    total: Decimal
    advance_used: Decimal
    paid: Decimal
    written_off: Decimal
    lost: Decimal
    credited: Decimal
    refunded: Decimal
    outstanding: Decimal
    state: State


class PaidState(Value):
    """Money that came for the order; ``refunded`` of it was above all that was owed."""

    bank_reference: str
    received_on: date
    amount: Decimal
    refunded: Decimal


class CreditNoteState(Value):
    """A credit note on an invoice of the order."""

    number: str
    issued_on: date
    amount: Decimal


class AccountState(Value):
    """What an order comes to, and how much of that was invoiced, paid and is still due."""

    number: str
    customer: str
    currency: str
    stage: Status
    value: Decimal
    invoiced: Decimal
    credited: Decimal
    paid: Decimal
    """By payments, the advance too, less what went back."""
    outstanding: Decimal
    """Of its invoices, and of its advance."""
    next_due: date | None
    """When the first of that is due."""
    cost: Money | None = None
    """What the goods cost that left for it, in the company's currency; told to finance and the management alone."""
    advance: AdvanceState | None
    invoices: tuple[BilledState, ...]
    payments: tuple[PaidState, ...]
    credit_notes: tuple[CreditNoteState, ...]
    due_back: tuple[DueBack, ...]
    """What waits for a person to let it go, or went by his word."""
    write_offs: tuple[WriteOff, ...]
    """What somebody asked to give up, with who signed it."""


def account_state(
    account: Account, payments: Sequence[PaidState], credit_notes: Sequence[CreditNoteState], today: date
) -> AccountState:
    advance, owed = account.advance, [invoice for invoice in account.invoices if invoice.outstanding > 0]
    dues = [invoice.due for invoice in owed] + ([advance.due] if advance.outstanding and advance.due else [])
    sums = {
        "invoiced": sum((invoice.total for invoice in account.invoices), ZERO),
        "credited": sum((invoice.credited for invoice in account.invoices), ZERO),
        "paid": advance.received - advance.refunded + sum((i.paid - i.refunded for i in account.invoices), ZERO),
        "outstanding": advance.outstanding + sum((invoice.outstanding for invoice in owed), ZERO),
    }
    seen = {
        "advance": _advance_state(account) if advance.version else None,
        "invoices": tuple(_billed_state(invoice, today) for invoice in account.invoices),
        "payments": tuple(payments),
        "credit_notes": tuple(credit_notes),
        "next_due": min(dues, default=None),
    }
    return AccountState.having({**fields_of(account), **sums, **seen})


def _advance_state(account: Account) -> AdvanceState:
    return AdvanceState.having({**fields_of(account.advance), "outstanding": account.advance.outstanding})


def _billed_state(invoice: Invoice, today: date) -> BilledState:
    seen = {"outstanding": invoice.outstanding, "state": state_of(invoice, today)}
    return BilledState.having({**fields_of(invoice), **seen})

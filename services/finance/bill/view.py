"""Bills and payment runs as people see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.value import Value, fields_of
from services.finance.bill.rules.run import PaymentRun, RunPayment
from services.finance.bill.rules.run import RunState as RunStage
from services.finance.bill.rules.values import Bill, BillFields
from services.finance.payee.view import AccountShown, masked


class BillState(BillFields):
    """A bill, with what is owed of it."""

    outstanding: Decimal


class PaymentState(Value):
    """One bill of a payment run, and where the money goes once that is settled."""

    bill_id: UUID
    supplier: str
    number: str
    due: date
    amount: Decimal
    discount: Decimal
    account: AccountShown | None
    bank_reference: str
    paid_on: date | None
    returned_on: date | None


class RunState(Value):
    """A payment run; of each account the last characters alone."""

    run_id: UUID
    number: str
    currency: str
    pay_on: date
    total: Decimal
    saved: Decimal
    """What is kept of its bills for paying them early."""
    payments: tuple[PaymentState, ...]
    state: RunStage
    left_out: tuple[str, ...]
    proposed_by: str
    approved_by: str
    bank_reference: str
    paid_on: date | None


def state_of(bill: Bill) -> BillState:
    return BillState(**fields_of(bill), outstanding=bill.outstanding)


def state_of_run(run: PaymentRun) -> RunState:
    facts = fields_of(run) | {"payments": tuple(map(_payment, run.payments)), "total": run.total, "saved": run.saved}
    return RunState(**facts)


def _payment(payment: RunPayment) -> PaymentState:
    return PaymentState(**fields_of(payment) | {"account": masked(payment.account)})

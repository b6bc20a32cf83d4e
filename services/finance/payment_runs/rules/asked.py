"""What is due is proposed, approved by somebody else, and paid once (FIN-5, FIN-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import repeat
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.money import rounded
from contracts.payables import SupplierPaid
from services.finance.account.rules.entries import BANK, DISCOUNTS, PAYABLE, Entry, Kind, either_way, moving
from services.finance.account.rules.values import ZERO
from services.finance.bill.rules.follow import about
from services.finance.bill.rules.run import PaymentRun, RunPayment, RunState
from services.finance.bill.rules.values import Bill, Payables, Posted

Done = tuple[PaymentRun, Posted[SupplierPaid]] | Refusal


class NothingToPay(Refusal):
    """Nothing in {currency} is due by {due_by} to anybody of whom it is confirmed where he is paid[; it is not of
    {suppliers}]."""

    of_input = True


class NotInState(Refusal):
    """Payment run {number} is {state}; this takes one that is {wanted}."""


class ApprovedByTheSame(Refusal):
    """{person} proposed payment run {number}; somebody else approves it."""

    status = 403


class AccountsWanting(Refusal):
    """Nobody has confirmed where these suppliers of payment run {number} are paid: {suppliers}."""


class BankMayHaveIt(Refusal):
    """Payment run {number} was approved, and the bank may have its file; a finance manager withdraws it."""

    status = 403


class PaidOtherwise(Refusal):
    """Payment run {number} was paid by {bank_reference} on {paid_on} already."""


@dataclass(frozen=True)
class Propose:
    """Pay what is due by a day, on a day."""

    currency: str
    due_by: date
    pay_on: date
    person: str


@dataclass(frozen=True)
class Approve:
    """Somebody else lets it go."""

    run_id: UUID
    person: str


@dataclass(frozen=True)
class Withdraw:
    """It is not paid; its bills may be proposed again. ``manager``: who asks may also recall what was approved."""

    run_id: UUID
    manager: bool


@dataclass(frozen=True)
class Pay:
    """The bank has done it."""

    run_id: UUID
    bank_reference: str
    paid_on: date


def propose(payables: Payables, asked: Propose, run_id: UUID) -> Done:
    """Every bill that is due and in no run, of suppliers of whom it is confirmed where they are paid."""
    due = sorted(
        filter(lambda bill: _is_due(payables, bill, asked), payables.bills.values()), key=lambda b: (b.due, b.bill_id)
    )
    ready = [bill for bill in due if payables.payees[bill.supplier].account]
    left_out = tuple(sorted({bill.supplier for bill in due} - {bill.supplier for bill in ready}))
    if not ready:
        return NothingToPay(currency=asked.currency, due_by=asked.due_by, suppliers=", ".join(left_out))
    payments = tuple(_payment(bill, _discount(payables, bill, asked.pay_on)) for bill in ready)
    run = PaymentRun(
        run_id=run_id,
        currency=asked.currency,
        pay_on=asked.pay_on,
        payments=payments,
        left_out=left_out,
        proposed_by=asked.person,
    )
    return run, Posted(payables.with_run(run).with_bill(*(bill.but(run_id=run_id) for bill in ready)))


def approve(payables: Payables, asked: Approve) -> Done:
    """From here on it is settled where the money goes: another account of a supplier counts for the next run."""
    run = _in_state(payables, asked.run_id, "proposed")
    if isinstance(run, Refusal):
        return run
    if run.proposed_by == asked.person:
        return ApprovedByTheSame(person=asked.person, number=run.number)
    accounts = {supplier: payee.account for supplier, payee in payables.payees.items()}
    if wanting := sorted({payment.supplier for payment in run.payments if not accounts.get(payment.supplier)}):
        return AccountsWanting(number=run.number, suppliers=", ".join(wanting))
    payments = tuple(payment.but(account=accounts[payment.supplier]) for payment in run.payments)
    approved = run.but(state="approved", approved_by=asked.person, payments=payments)
    return approved, Posted(payables.with_run(approved))


def withdraw(payables: Payables, asked: Withdraw) -> Done:
    """Until the bank has paid it; what was approved may be with the bank, and would be paid twice (FIN-7)."""
    run = _in_state(payables, asked.run_id, "proposed", "approved")
    if isinstance(run, Refusal):
        return run
    if run.state == "approved" and not asked.manager:
        return BankMayHaveIt(number=run.number)
    gone = run.but(state="withdrawn")
    unpaid = [payment.bill_id for payment in run.payments if payment.paid_on is None]
    freed = (payables.bills[bill_id].but(run_id=None).settled_anew() for bill_id in unpaid)
    return gone, Posted(payables.with_run(gone).with_bill(*freed))


def pay(payables: Payables, asked: Pay) -> Done:
    """Nothing of its bills is owed any more; the same line of the bank again is no news."""
    known = payables.runs.get(asked.run_id)
    if known and known.state == "paid":
        same = (known.bank_reference, known.paid_on) == (asked.bank_reference, asked.paid_on)
        told = {"number": known.number, "bank_reference": known.bank_reference, "paid_on": known.paid_on}
        return (known, Posted(payables)) if same else PaidOtherwise(**told)
    run = _in_state(payables, asked.run_id, "approved")
    if isinstance(run, Refusal):
        return run
    done = run.but(state="paid", bank_reference=asked.bank_reference, paid_on=asked.paid_on)
    open_ = [payment for payment in run.payments if payment.paid_on is None]
    return done, paid(payables.with_run(done), done, open_, asked.paid_on)


def paid(payables: Payables, run: PaymentRun, payments: Sequence[RunPayment], day: date) -> Posted[SupplierPaid]:
    """These of a run's bills are owed no more."""
    bills = [payables.bills[payment.bill_id] for payment in payments]
    entries = tuple(map(payout, bills, payments, repeat(run.number)))
    now = [
        bill.but(state="paid", paid=bill.paid + payment.amount + payment.discount, version=bill.version + 1)
        for bill, payment in zip(bills, payments, strict=True)
    ]
    after = payables.with_bill(*now)
    events = tuple(event for bill in now for event in _told(after, bill, day))
    return Posted(after, events, entries)


def _is_due(payables: Payables, bill: Bill, asked: Propose) -> bool:
    """Also what is not due yet, where its supplier grants something for paying it early."""
    to_pay = bill.to_pay and bill.currency == asked.currency
    return to_pay and (bill.due <= asked.due_by or _discount(payables, bill, asked.pay_on) > 0)


def _discount(payables: Payables, bill: Bill, pay_on: date) -> Decimal:
    """Of what is owed, when it is paid within the supplier's days of the bill's date."""
    payee = payables.payees[bill.supplier]
    in_time = payee.discount_days and pay_on <= bill.dated + timedelta(days=payee.discount_days)
    return rounded(bill.outstanding * payee.discount, bill.currency) if in_time else ZERO


def _payment(bill: Bill, discount: Decimal) -> RunPayment:
    facts = {"bill_id": bill.bill_id, "supplier": bill.supplier, "number": bill.number, "due": bill.due}
    return RunPayment.having({**facts, "amount": bill.outstanding - discount, "discount": discount})


def _in_state(payables: Payables, run_id: UUID, *wanted: RunState) -> PaymentRun | Refusal:
    run = payables.runs.get(run_id)
    if run is None:
        return NotFound(what="payment run", id=run_id)
    return run if run.state in wanted else NotInState(number=run.number, state=run.state, wanted=", ".join(wanted))


def _told(payables: Payables, bill: Bill, paid_on: date) -> tuple[SupplierPaid, ...]:
    return tuple(
        SupplierPaid(**about(payables, bill, line), amount=bill.money(line.amount + line.tax), paid_on=paid_on)
        for line in bill.lines
    )


def payout(bill: Bill, payment: RunPayment, document: str, kind: Kind = "payout", sign: int = 1) -> Entry:
    """What leaves the bank for a bill, and what its supplier lets us keep; ``sign`` below zero: what comes back."""
    owed = either_way(PAYABLE, sign * (payment.amount + payment.discount)).but(invoice_id=bill.bill_id)
    kept = either_way(DISCOUNTS, -sign * payment.discount)
    postings = moving(owed, either_way(BANK, -sign * payment.amount), kept)
    return Entry(kind=kind, document=document, supplier=bill.supplier, currency=bill.currency, postings=postings)

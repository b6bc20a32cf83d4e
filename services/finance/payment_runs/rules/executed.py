"""What the bank's own file says of our payment runs: each payment is done, or came back (FIN-5).

The bank names a payment as our file did, by its end-to-end id; an entry for all of a run at once names the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.payables import SupplierPaid, SupplierUnpaid
from services.finance.bill.rules.follow import about
from services.finance.bill.rules.run import PaymentRun, RunPayment
from services.finance.bill.rules.values import Payables, Posted
from services.finance.payment_runs.rules.asked import paid, payout

NAME = re.compile(r"(PAY-[0-9]{4}-[0-9]{6,})(?:-([0-9]{1,5}))?")
Said = SupplierPaid | SupplierUnpaid


@dataclass(frozen=True)
class Named:
    """An entry of a bank that names a run, and one of its payments from 1, or all of it. ``amount`` below zero: out."""

    entry: UUID
    run: str
    place: int | None
    amount: Decimal
    currency: str
    day: date
    bank_reference: str


@dataclass(frozen=True)
class Executed:
    """What the bank says of one run."""

    run_id: UUID
    entries: tuple[Named, ...]


def named(end_to_end: str) -> tuple[str, int | None] | None:
    """Which run, and which of its payments, an end-to-end id names."""
    found = NAME.fullmatch(end_to_end)
    return (found[1], int(found[2]) if found[2] else None) if found else None


def execute(payables: Payables, asked: Executed) -> tuple[PaymentRun, Posted[Said]]:
    """What fits is booked once, however often a bank says it; what does not fit changes nothing."""
    done: Posted[Any] = Posted(payables)
    for entry in asked.entries:
        run = done.document.runs[asked.run_id]
        for place, payment in meant(run, entry):
            if entry.amount < 0 and run.state == "approved" and payment.paid_on is None:
                done = done.then(_paid(done.document, asked.run_id, place, entry))
            elif entry.amount > 0 and _may_return(done.document, run, payment):
                done = done.then(_returned(done.document, asked.run_id, place, entry))
    return done.document.runs[asked.run_id], done


def meant(run: PaymentRun, entry: Named) -> list[tuple[int, RunPayment]]:
    """The payments that an entry is about; none where its amount is another."""
    every = list(enumerate(run.payments, 1))
    ones = every if entry.place is None else [one for one in every if one[0] == entry.place]
    fits = entry.currency == run.currency and sum(one.amount for _, one in ones) == abs(entry.amount)
    return ones if fits else []


def of_runs(runs: Iterable[PaymentRun], entries: Iterable[Named]) -> Iterator[UUID]:
    """The entries that are booked with a run: what it paid, and what of that came back."""
    by_number = {run.number: run for run in runs}
    for entry in entries:
        run = by_number.get(entry.run)
        ones = [one for _, one in meant(run, entry)] if run else []
        came_back = entry.amount > 0 and any(one.returned_on for one in ones)
        if run and ones and (came_back or (entry.amount < 0 and all(_paid_by(run, one, entry) for one in ones))):
            yield entry.entry


def _paid_by(run: PaymentRun, payment: RunPayment, entry: Named) -> bool:
    """The bank's file did so under this reference, or a person did so for all of it; twice is another payment."""
    if payment.paid_on:
        return payment.bank_reference == entry.bank_reference
    return run.state == "paid"


def _may_return(payables: Payables, run: PaymentRun, payment: RunPayment) -> bool:
    """Paid by this run, and not by another one since."""
    bill = payables.bills.get(payment.bill_id)
    return bool(bill and (bill.state, bill.run_id) == ("paid", run.run_id))


def _paid(payables: Payables, run_id: UUID, place: int, entry: Named) -> Posted[SupplierPaid]:
    run = _with(payables.runs[run_id], place, bank_reference=entry.bank_reference, paid_on=entry.day)
    if all(payment.paid_on for payment in run.payments):
        run = run.but(state="paid", bank_reference=entry.bank_reference, paid_on=entry.day)
    return paid(payables.with_run(run), run, [run.payments[place - 1]], entry.day)


def _returned(payables: Payables, run_id: UUID, place: int, entry: Named) -> Posted[SupplierUnpaid]:
    """Its bill is owed again, and may be proposed again."""
    run = _with(payables.runs[run_id], place, returned_on=entry.day)
    payment = run.payments[place - 1]
    bill = payables.bills[payment.bill_id]
    left = bill.paid - payment.amount - payment.discount
    again = bill.but(state="payable", paid=left, run_id=None, version=bill.version + 1).settled_anew()
    after = payables.with_run(run).with_bill(again)
    events = tuple(
        SupplierUnpaid(**about(after, again, line), amount=bill.money(line.amount + line.tax), returned_on=entry.day)
        for line in again.lines
    )
    back = payout(bill, payment, run.named(place), "reversal", -1)
    return Posted(after, events, (back,))


def _with(run: PaymentRun, place: int, **changes: object) -> PaymentRun:
    payments = [one.but(**changes) if n == place else one for n, one in enumerate(run.payments, 1)]
    return run.but(payments=tuple(payments))

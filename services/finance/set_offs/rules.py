"""What a supplier owes by his credit notes is taken off what he is owed, the oldest due first (FIN-5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.payables import SupplierPaid
from services.finance.account.rules.entries import PAYABLE, Entry, credit, debit
from services.finance.bill.rules.follow import about
from services.finance.bill.rules.values import Bill, Payables, Posted


@dataclass(frozen=True)
class TakeOff:
    """Of a supplier and in one currency: bills by which he owes us, and bills that are to be paid."""

    supplier: str
    claims: tuple[UUID, ...]
    owed: tuple[UUID, ...]


def take_off(payables: Payables, asked: TakeOff, today: date) -> Posted[SupplierPaid]:
    """As far as both go; what somebody put into a payment run meanwhile stays as it is."""
    done: Posted[Any] = Posted(payables)
    for claim in asked.claims:
        for bill in _by_due(payables.bills[one] for one in asked.owed):
            done = done.then(_taken(done.document, claim, bill.bill_id, today))
    return done


def _by_due(bills: Iterable[Bill]) -> list[Bill]:
    return sorted(bills, key=lambda bill: (bill.due, bill.bill_id))


def _taken(payables: Payables, claim_id: UUID, bill_id: UUID, today: date) -> Posted[SupplierPaid]:
    claim, bill = payables.bills[claim_id], payables.bills[bill_id]
    amount = min(-claim.outstanding, bill.outstanding)
    if amount <= 0 or not bill.to_pay:
        return Posted(payables)
    used = claim.but(set_off=claim.set_off - amount, version=claim.version + 1)
    less = bill.but(set_off=bill.set_off + amount, version=bill.version + 1)
    now = less if less.outstanding else less.but(state="paid")
    after = payables.with_bill(used, now)
    entry = Entry(
        kind="set_off",
        document=claim.credits[-1].number,
        supplier=bill.supplier,
        currency=bill.currency,
        postings=(debit(PAYABLE, amount, bill_id), credit(PAYABLE, amount, claim_id)),
    )
    return Posted(after, _told(after, now, today), (entry,))


def _told(payables: Payables, bill: Bill, today: date) -> tuple[SupplierPaid, ...]:
    if bill.state != "paid":
        return ()
    return tuple(
        SupplierPaid(**about(payables, bill, line), amount=bill.money(line.amount + line.tax), paid_on=today)
        for line in bill.lines
    )

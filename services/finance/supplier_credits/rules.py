"""What suppliers owe us: credit notes, entered once against a bill that is or was owed, and claims (FIN-5, PUR-8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.money import rounded
from contracts.payables import BillCredited
from contracts.purchasing import ClaimDecided
from contracts.texts import Text
from services.finance.account.rules.entries import COMPENSATION, PAYABLE, Entry, credit, debit
from services.finance.account.rules.values import ZERO
from services.finance.bill.rules.crediting import take_credit
from services.finance.bill.rules.values import Bill, CreditLine, CreditTaken, Payables, Posted

Taken = tuple[Bill, Posted[BillCredited]] | Refusal


class NotOwed(Refusal):
    """Bill {number} of {supplier} is {state}; a credit note is taken against one that is owed or paid."""


class CreditedOtherwise(Refusal):
    """Credit note {credit_note} of bill {number} was taken already, over {total}; another one has another number."""

    of_input = True


@dataclass(frozen=True)
class Credit:
    """Somebody enters a supplier's credit note."""

    bill_id: UUID
    note: CreditTaken


def take(payables: Payables, asked: Credit) -> Taken:
    """So much less is owed; of what is paid, or is with the bank, so much is owed by the supplier."""
    bill, note = payables.bills.get(asked.bill_id), asked.note
    if bill is None:
        return NotFound(what="bill", id=asked.bill_id)
    if known := next((one for one in bill.credits if one.number == note.number), None):
        told = {"credit_note": known.number, "number": bill.number, "total": f"{known.total:f}"}
        return (bill, Posted(payables)) if _same(known, note) else CreditedOtherwise(**told)
    if bill.state not in ("payable", "paid"):
        return NotOwed(number=bill.number, supplier=bill.supplier, state=bill.state)
    if faults := [*_of_lines(bill, note), *_of_total(bill, note)]:
        return InvalidInput(faults)
    return bill, take_credit(payables, bill, note)


def owe_claim(payables: Payables, told: ClaimDecided) -> Posted[Any]:
    """A claim that purchasing upheld stands as a bill of nothing that is credited, so that it comes off the next.

    It is income, not a lower price of the goods: they may be sold before anybody decides (企业会计准则, 6301). What is
    told twice is booked once.
    """
    if told.verdict != "upheld" or told.claim_id in payables.bills:
        return Posted(payables)
    owed, day = told.amount.amount, told.decided_on
    note = CreditTaken(number=told.number, dated=day, lines=(), total=owed, entered_by=told.decided_by)
    bill = Bill(
        bill_id=told.claim_id,
        supplier=told.supplier,
        number=told.number,
        dated=day,
        due=day,
        currency=told.amount.currency,
        lines=(),
        tax=ZERO,
        total=ZERO,
        state="credited",
        entered_by=told.decided_by,
        credits=(note,),
    )
    entry = Entry(
        kind="claim",
        document=told.number,
        supplier=told.supplier,
        currency=bill.currency,
        postings=(debit(PAYABLE, owed, told.claim_id), credit(COMPENSATION, owed)),
    )
    return Posted(payables.with_bill(bill), entries=(entry,))


def _same(known: CreditTaken, note: CreditTaken) -> bool:
    return known.but(entered_by="") == note.but(entered_by="")


def _of_lines(bill: Bill, note: CreditTaken) -> Iterator[dict[str, Any]]:
    """No more than is left of each line, each in one line, in whole minor units."""
    billed = {line.purchase: line for line in bill.lines}
    for place, one in enumerate(note.lines):
        if one.purchase not in billed or [each.purchase for each in note.lines].count(one.purchase) > 1:
            known = Text("each order of the bill in one line: {known}", known=tuple(billed))
            yield _fault(f"lines.{place}.purchase", known, one.purchase)
            continue
        for name in ("quantity", "amount", "tax"):
            came, left, at = getattr(one, name), _left(bill, one, name), f"lines.{place}.{name}"
            if came > left:
                yield _fault(at, Text("at most {left}, which is left of it", left=f"{left:f}"), came)
            if name != "quantity" and came != rounded(came, bill.currency):
                yield _fault(at, Text("whole minor units of {currency}", currency=bill.currency), came)


def _left(bill: Bill, one: CreditLine, name: str) -> Decimal:
    billed = next(line for line in bill.lines if line.purchase == one.purchase)
    before = (line for credit in bill.credits for line in credit.lines if line.purchase == one.purchase)
    return getattr(billed, name) - sum((getattr(line, name) for line in before), ZERO)  # type: ignore[no-any-return]


def _of_total(bill: Bill, note: CreditTaken) -> Iterator[dict[str, Any]]:
    total = sum((line.amount + line.tax for line in note.lines), ZERO)
    if note.total != total:
        yield _fault("total", Text("{sum}, all lines and the tax", sum=total), note.total)
    if not ZERO < note.total <= (left := bill.total - bill.credited):
        yield _fault("total", Text("at most {left}, which is left of it", left=f"{left:f}"), note.total)


def _fault(field: str, expected: Text, came: object) -> dict[str, Any]:
    return {"field": field, "expected": expected, "came": str(came)}

"""What becomes of a bill, and what follows by itself: what comes to agree with order and receipts is owed (FIN-5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.payables import BillBlocked, BillMatched
from services.finance.account.rules.entries import (
    INPUT_TAX,
    NOT_BILLED,
    PAYABLE,
    PRICE_DIFFERENCE,
    Entry,
    Posting,
    credit,
    debit,
    either_way,
    moving,
)
from services.finance.bill.rules.matching import differences, reasons
from services.finance.bill.rules.values import Bill, BillLine, Payables, Posted, Purchased, Tolerance
from services.finance.item_cost.rules.stock import Valued


def judge(payables: Payables, bill: Bill, tolerance: Tolerance) -> Posted[BillMatched | BillBlocked]:
    """A bill as it was entered: owed where it agrees, else held back with each difference."""
    found = differences(bill, payables, tolerance)
    return block(payables, bill.but(differences=found)) if found else owe(payables, bill.but(differences=()))


def block(payables: Payables, bill: Bill) -> Posted[BillBlocked]:
    """Said of those of its purchases that hold it back."""
    said = [(line, why) for line in bill.lines if (why := reasons(bill, line))]
    events = tuple(BillBlocked(**about(payables, bill, line), reasons=why) for line, why in said)
    return Posted(payables.with_bill(bill), events)


def owe(payables: Payables, bill: Bill) -> Posted[BillMatched]:
    """The bill takes the place of what its receipts were estimated at; what it asks besides is a price difference."""
    owed = bill.but(state="payable")
    billed = {line.line: _billed(payables.purchase(line.purchase_id), line) for line in bill.lines}
    after = payables.with_bill(owed).with_purchase(*billed.values())
    events = tuple(
        BillMatched(**about(after, owed, line), amount=bill.money(line.amount), due=bill.due) for line in bill.lines
    )
    cleared = [
        debit(NOT_BILLED, billed[line.line].cleared - payables.purchase(line.purchase_id).cleared).but(
            purchase_id=line.purchase_id
        )
        for line in bill.lines
    ]
    return Posted(after, events, (_entry(bill, *cleared),), tuple(_besides(bill, *cleared)))


def follow(payables: Payables, tolerance: Tolerance) -> Posted[BillMatched]:
    """Of the bills that are held back, in the order of their making, those that agree now are owed."""
    done: Posted[Any] = Posted(payables)
    for bill in sorted(payables.bills.values(), key=lambda bill: bill.bill_id):
        if bill.state == "blocked":
            done = done.then(_again(done.document, bill, tolerance))
    return done


def about(payables: Payables, bill: Bill, line: BillLine) -> dict[str, Any]:
    """What each event about a bill says, of one of its lines."""
    facts = {"orders": payables.purchase(line.purchase_id).orders, "purchase_id": line.purchase_id}
    facts |= {"item": line.item, "quantity": line.quantity, "supplier": bill.supplier, "number": bill.number}
    return {**facts, "bill_id": bill.bill_id, "version": bill.version, "dated": bill.dated}


def _again(payables: Payables, bill: Bill, tolerance: Tolerance) -> Posted[BillMatched]:
    found = differences(bill, payables, tolerance)
    if found == bill.differences:
        return Posted(payables)
    seen = bill.but(differences=found, version=bill.version + 1)
    return Posted(payables.with_bill(seen)) if found else owe(payables, seen)


def _billed(known: Purchased, line: BillLine) -> Purchased:
    """Rounded of the whole, not of each bill: what is billed in parts clears what came in parts."""
    billed = known.billed + line.quantity
    return known.but(billed=billed, cleared=known.worth(billed))


def _besides(bill: Bill, *cleared: Posting) -> Iterator[Valued]:
    """What a line asks besides what its goods came in with is a part of what they cost."""
    for line, posting in zip(bill.lines, cleared, strict=True):
        if more := line.amount - posting.debit:
            yield Valued(
                item=line.item,
                quantity=line.quantity,
                amount=more,
                came=False,
                kind="bill",
                document=bill.number,
                supplier=bill.supplier,
                currency=bill.currency,
                against=either_way(PRICE_DIFFERENCE, -more),
            )


def _entry(bill: Bill, *cleared: Posting) -> Entry:
    at_order = sum(posting.debit for posting in cleared)
    postings = moving(
        *cleared,
        either_way(PRICE_DIFFERENCE, bill.total - bill.tax - at_order),
        debit(INPUT_TAX, bill.tax),
        credit(PAYABLE, bill.total, bill.bill_id),
    )
    return Entry(kind="bill", document=bill.number, supplier=bill.supplier, currency=bill.currency, postings=postings)

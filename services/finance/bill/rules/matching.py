"""The three-way match: order, receipts and bill (FIN-5). What is billed below order and receipts is no difference."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from contracts.reasons import because
from contracts.review import Reason
from services.finance.account.rules.values import ZERO
from services.finance.bill.rules.values import Bill, BillLine, Code, Difference, Payables, Purchased, Tolerance


def differences(bill: Bill, payables: Payables, tolerance: Tolerance) -> tuple[Difference, ...]:
    """How the bill is above order, receipts and price, or its tax is by no rate, by more than the tolerances."""
    found = (each for line in bill.lines for each in _of_line(line, payables.purchase(line.purchase_id), tolerance))
    return tuple(each for each in found if not _within(each, bill.currency, tolerance))


def reasons(bill: Bill, line: BillLine) -> tuple[Reason, ...]:
    """Why a line holds its bill back; no amounts, for those who hear of it may not see them."""
    return tuple(_because(each, line.item) for each in bill.differences if each.line == line.line)


def _of_line(line: BillLine, known: Purchased, tolerance: Tolerance) -> Iterator[Difference]:
    billed = known.billed + line.quantity
    if billed > known.received:
        yield _difference(line, known, "billed_above_received", billed - known.received)
    if billed > known.wanted:
        yield _difference(line, known, "billed_above_ordered", billed - known.wanted)
    if line.unit_price > known.price:
        yield _difference(line, known, "billed_above_price", line.unit_price - known.price)
    off = min((line.tax - rate * line.amount for rate in tolerance.tax_rates), key=abs)
    yield _difference(line, known, "billed_tax_odd", off).but(amount=off)


def _difference(line: BillLine, known: Purchased, code: Code, by: Decimal) -> Difference:
    each = line.quantity if code == "billed_above_price" else line.unit_price
    return Difference(
        line=line.line,
        code=code,
        ordered=known.wanted,
        received=known.received,
        billed=known.billed + line.quantity,
        ordered_price=known.price,
        billed_price=line.unit_price,
        by=by,
        amount=by * each,
    )


def _within(found: Difference, currency: str, tolerance: Tolerance) -> bool:
    """The part of the company's figure, or its amount: cents of rounding pass whatever part they are."""
    if found.code == "billed_tax_odd":
        return abs(found.by) <= tolerance.tax
    if found.code == "billed_above_price":
        part = tolerance.price * found.ordered_price
    else:
        part = tolerance.quantity * (found.received if found.code == "billed_above_received" else found.ordered)
    return found.by <= part or found.amount <= tolerance.amount.get(currency, ZERO)


def _because(found: Difference, item: str) -> Reason:
    if found.code == "billed_tax_odd":
        return because(found.code, item=item)
    if found.code == "billed_above_price":
        percent = round(found.by / found.ordered_price * 100, 1) if found.ordered_price else "∞"
        return because(found.code, item=item, percent=percent)
    told = {"ordered": found.ordered} if found.code == "billed_above_ordered" else {"received": found.received}
    return because(found.code, item=item, billed=found.billed, by=found.by, **told)

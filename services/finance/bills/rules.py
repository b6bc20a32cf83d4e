"""A bill is entered once, and what holds it back is ended by a person or by another paper (FIN-5, FIN-7, PUR-4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.money import rounded
from contracts.payables import BillBlocked, BillMatched, BillRefused
from contracts.texts import Text
from contracts.value import names_of
from services.finance.account.rules.values import ZERO
from services.finance.bill.rules.follow import about, judge, owe
from services.finance.bill.rules.values import Bill, BillLine, Payables, Posted, Tolerance

Fault = dict[str, Any]
Judged = tuple[Bill, Posted[BillMatched | BillBlocked]] | Refusal
ON_PAPER = ("dated", "currency", "lines", "tax", "total")
"""What a supplier writes on his bill."""


class BilledOtherwise(InvalidInput):
    """{count} fields are not as on the bill that was entered under this number; a supplier's number is one bill."""

    status = 409
    of_input = True


class NotBlocked(Refusal):
    """Bill {number} of {supplier} is {state}; only one that is held back is corrected, released or sent back."""


class EnteredByTheSame(Refusal):
    """{person} entered bill {number}; what differs is released by somebody else."""

    status = 403


@dataclass(frozen=True)
class LineAsked:
    """A line of a bill as it was entered."""

    purchase: str
    item: str
    quantity: Decimal
    unit_price: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Paper:
    """What stands on a bill. ``person`` enters it."""

    supplier: str
    number: str
    dated: date
    currency: str
    lines: tuple[LineAsked, ...]
    tax: Decimal
    total: Decimal
    person: str


@dataclass(frozen=True)
class Correct:
    """A bill as it should have been entered; ``own``: the supplier who asks, if he is one."""

    bill_id: UUID
    paper: Paper
    own: str


@dataclass(frozen=True)
class Release:
    """Somebody takes the responsibility for what differs."""

    bill_id: UUID
    reason: str
    person: str


@dataclass(frozen=True)
class Refuse:
    """The bill goes back to its supplier."""

    bill_id: UUID
    reason: str


def enter(payables: Payables, paper: Paper, tolerance: Tolerance, bill_id: UUID) -> Judged:
    """A new bill, matched at once; the same one again is no news (PUR-4)."""
    paper = _by_line(payables, paper)
    if known := payables.of_supplier(paper.supplier, paper.number):
        return _again(payables, known, paper)
    if faults := [*_of_supplier(payables, paper), *_faults(payables, paper)]:
        return InvalidInput(faults)
    days = payables.payees[paper.supplier].payment_days
    bill = Bill(
        bill_id=bill_id,
        supplier=paper.supplier,
        number=paper.number,
        due=paper.dated + timedelta(days=days),
        entered_by=paper.person,
        **_written(payables, paper),
    )
    return bill, judge(payables, bill, tolerance)


def correct(payables: Payables, asked: Correct, tolerance: Tolerance) -> Judged:
    """What was entered wrongly of a bill that is held back; it is matched anew."""
    bill, paper = _held_back(payables, asked.bill_id, asked.own), _by_line(payables, asked.paper)
    if isinstance(bill, Refusal):
        return bill
    if faults := list(_faults(payables, paper)):
        return InvalidInput(faults)
    due = bill.due + (paper.dated - bill.dated)
    now = bill.but(**_written(payables, paper), due=due, entered_by=paper.person, version=bill.version + 1)
    return now, judge(payables, now, tolerance)


def release(payables: Payables, asked: Release) -> tuple[Bill, Posted[BillMatched]] | Refusal:
    """Owed as it was billed, by the word of somebody who did not enter it (FIN-7)."""
    bill = _held_back(payables, asked.bill_id)
    if isinstance(bill, Refusal):
        return bill
    if bill.entered_by == asked.person:
        return EnteredByTheSame(person=asked.person, number=bill.number)
    now = bill.but(released_by=asked.person, reason=asked.reason, version=bill.version + 1)
    return now, owe(payables, now)


def refuse(payables: Payables, asked: Refuse) -> tuple[Bill, Posted[BillRefused]] | Refusal:
    """Nothing will be owed by it; the supplier writes another one."""
    bill = _held_back(payables, asked.bill_id)
    if isinstance(bill, Refusal):
        return bill
    now = bill.but(state="refused", reason=asked.reason, version=bill.version + 1)
    events = tuple(BillRefused(**about(payables, now, line), reason=asked.reason) for line in now.lines)
    return now, Posted(payables.with_bill(now), events)


def _held_back(payables: Payables, bill_id: UUID, own: str = "") -> Bill | Refusal:
    bill = payables.bills.get(bill_id)
    if bill is None or own not in ("", bill.supplier):
        return NotFound(what="bill", id=bill_id)
    if bill.state != "blocked":
        return NotBlocked(number=bill.number, supplier=bill.supplier, state=bill.state)
    return bill


def _by_line(payables: Payables, paper: Paper) -> Paper:
    """Where a supplier names an order of several lines, and the item, that is the line's own number (PUR-4)."""
    found = [(line, payables.numbered(line.purchase, line.item)) for line in paper.lines]
    return replace(paper, lines=tuple(replace(line, purchase=one.number) if one else line for line, one in found))


def _again(payables: Payables, known: Bill, paper: Paper) -> Judged:
    kept = {"dated": known.dated, "currency": known.currency, "tax": known.tax, "total": known.total}
    came = {name: getattr(paper, name) for name in kept}
    kept["lines"], came["lines"] = _shortly(known.lines), _shortly(paper.lines)
    faults = [_fault(name, str(kept[name]), came[name]) for name in ON_PAPER if kept[name] != came[name]]
    return BilledOtherwise(faults) if faults else (known, Posted(payables))


def _shortly(lines: tuple[BillLine, ...] | tuple[LineAsked, ...]) -> str:
    return "; ".join(f"{line.purchase} {line.quantity:f} × {line.unit_price:f} + {line.tax:f}" for line in lines)


def _written(payables: Payables, paper: Paper) -> dict[str, Any]:
    lines = tuple(_line(payables, paper, place, line) for place, line in enumerate(paper.lines, 1))
    return {"dated": paper.dated, "currency": paper.currency, "lines": lines, "tax": paper.tax, "total": paper.total}


def _line(payables: Payables, paper: Paper, place: int, asked: LineAsked) -> BillLine:
    known = payables.numbered(asked.purchase)
    facts = {name: getattr(asked, name) for name in names_of(BillLine) if hasattr(asked, name)}
    amount = rounded(asked.quantity * asked.unit_price, paper.currency)
    return BillLine(**facts, line=place, purchase_id=known.purchase_id if known else UUID(int=0), amount=amount)


def _of_supplier(payables: Payables, paper: Paper) -> Iterator[Fault]:
    if paper.supplier not in payables.payees:
        yield _fault("supplier", Text("a supplier whom purchasing keeps"), paper.supplier)


def _faults(payables: Payables, paper: Paper) -> Iterator[Fault]:
    """All that is wrong with a bill by itself and with the orders that it names; what differs in amount is matched."""
    for place, line in enumerate(paper.lines):
        yield from _of_order(payables, paper, line, f"lines.{place}")
    yield from _of_amounts(paper)
    yield from _of_sums(paper)


def _of_order(payables: Payables, paper: Paper, line: LineAsked, at: str) -> Iterator[Fault]:
    known = payables.numbered(line.purchase)
    if known is None or known.supplier != paper.supplier:
        ours = Text("the number of an order to {supplier}", supplier=paper.supplier)
        yield _fault(f"{at}.purchase", ours, line.purchase)
        return
    if [each.purchase for each in paper.lines].count(line.purchase) > 1:
        yield _fault(f"{at}.purchase", Text("each order in one line"), line.purchase)
    if line.item != known.item:
        yield _fault(f"{at}.item", known.item, line.item)
    if paper.currency != known.currency:
        order = Text("{currency}, in which {number} was ordered", currency=known.currency, number=known.number)
        yield _fault("currency", order, paper.currency)


def _of_amounts(paper: Paper) -> Iterator[Fault]:
    amounts = {f"lines.{place}.tax": line.tax for place, line in enumerate(paper.lines)}
    for at, amount in {**amounts, "tax": paper.tax, "total": paper.total}.items():
        if amount != rounded(amount, paper.currency):
            yield _fault(at, Text("whole minor units of {currency}", currency=paper.currency), amount)


def _of_sums(paper: Paper) -> Iterator[Fault]:
    tax = sum((line.tax for line in paper.lines), ZERO)
    net = sum((rounded(line.quantity * line.unit_price, paper.currency) for line in paper.lines), ZERO)
    if paper.tax != tax:
        yield _fault("tax", Text("{sum}, the tax of all lines", sum=tax), paper.tax)
    if paper.total != net + paper.tax:
        yield _fault("total", Text("{sum}, all lines and the tax", sum=net + paper.tax), paper.total)
    if paper.tax != tax or paper.total != net + paper.tax:
        asked = Text("lines that come to {net} and {tax} tax", net=paper.total - paper.tax, tax=paper.tax)
        yield _fault("lines", asked, f"{net} + {tax}")


def _fault(field: str, expected: str | Text, came: object) -> Fault:
    return {"field": field, "expected": expected, "came": str(came)}

"""What an order still lacks, in words that the customer can answer (SAL-3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.money import Money
from contracts.order import DraftLine, OrderDraft
from contracts.scalars import Currency
from contracts.units import fits_unit
from services.sales.intake.rules.again import said
from services.sales.masters.rules import Customer, Units


@dataclass(frozen=True)
class Question:
    """A field that the customer must still tell, and how he is asked: with what came, if something did."""

    field: str
    """As a fault names it; the lines of an order are counted from 0."""
    text: str


def questions_on(draft: OrderDraft, customer: Customer | None, items: Units, received_on: date) -> tuple[Question, ...]:
    """What the customer is asked, in the order of the form."""
    return (
        *_on_customer(draft, customer),
        *_on_lines(draft, items),
        *(() if draft.deliver_to else (Question("deliver_to", "To which address shall we deliver?"),)),
        *_on_wanted(draft.wanted, received_on),
        *(() if draft.terms else (Question("terms", "On which terms do you pay?"),)),
        *_on_freight(draft),
    )


def _on_customer(draft: OrderDraft, customer: Customer | None) -> Iterator[Question]:
    wanted = "under which open customer account do you order?"
    if customer is None:
        yield Question("customer", f"Customer {draft.customer} is not known: {wanted}")
    elif not customer.active:
        yield Question("customer", f"The account of customer {draft.customer} is closed: {wanted}")


def _on_wanted(wanted: date | None, received_on: date) -> Iterator[Question]:
    """What was past when the order came is asked anew; what became past while it waited is late, not unknown."""
    if wanted is None:
        yield Question("wanted", "By which date do you want the goods?")
    elif wanted < received_on:
        yield Question("wanted", f"The wanted date {wanted} is past: by which date do you want the goods?")


def _on_freight(draft: OrderDraft) -> Iterator[Question]:
    if not _payable(draft.freight, draft.currency):
        came = said(draft.freight)
        yield Question("freight", f"A freight of {came} came: which freight was agreed, in {draft.currency}?")


def _on_lines(draft: OrderDraft, items: Units) -> Iterator[Question]:
    if not draft.lines:
        yield Question("lines", "Which products do you want?")
    seen: set[int] = set()
    for place, line in enumerate(draft.lines):
        if line.line in seen:
            yield Question(f"lines.{place}.line", f"Line {line.line} comes twice: which one is meant?")
        seen.add(line.line)
        for name, text in _on_line(line, draft.currency, items):
            yield Question(f"lines.{place}.{name}", f"Line {line.line}: {text}")


def _on_line(line: DraftLine, currency: Currency, items: Units) -> Iterator[tuple[str, str]]:
    if line.item not in items:
        came = f"item {line.item} is not known: " if line.item else ""
        yield "item", f"{came}which product of our list is it?"
    yield from (("quantity", f"{came}how many do you want?") for came in _instead_of_quantity(line, items))
    yield from (
        ("unit_price", f"{came}at which price per unit, in {currency}?") for came in _instead_of_price(line, currency)
    )


def _instead_of_quantity(line: DraftLine, items: Units) -> Iterator[str]:
    """What came instead of a quantity; nothing when one did."""
    unit = items.get(line.item or "", "")
    if line.quantity is None:
        yield ""
    elif not line.quantity:
        yield "a quantity of 0 came: "
    elif not fits_unit(line.quantity, unit):
        yield f"{line.quantity:f} {unit} of {line.item} came, which is counted in whole {unit}: "


def _instead_of_price(line: DraftLine, currency: Currency) -> Iterator[str]:
    """What came instead of a price; a price of zero is one only where the line says that it is free of charge."""
    price = line.unit_price
    if price is None:
        yield ""
    elif price.currency != currency:
        yield f"its price is in {price.currency}, the order is in {currency}: "
    elif price.amount < 0:
        yield f"its price is {said(price)}, below zero: "
    elif not price.amount and not line.free:
        yield "its price is 0 and nothing says that it is free of charge: "
    elif price.amount and line.free:
        yield f"it is said to be free of charge, and its price is {said(price)}: "


def _payable(money: Money, currency: Currency) -> bool:
    """An amount that the order can ask for: in its currency, and not below zero."""
    return money.currency == currency and money.amount >= 0

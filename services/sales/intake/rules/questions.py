"""What an order still lacks, in words that the customer can answer (SAL-3)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.money import Money
from contracts.order import DraftLine, OrderDraft
from contracts.scalars import Currency
from contracts.texts import Text
from contracts.units import fits_unit
from services.sales.inquiry.rules import Quotation
from services.sales.intake.rules.again import said
from services.sales.intake.rules.contracted import contract_asked_back
from services.sales.intake.rules.quoted import another_price, asked_back, quotation_of, too_few
from services.sales.intake.rules.sampled import samples_asked_back
from services.sales.masters.rules import Customer, Masters, Units


@dataclass(frozen=True)
class Question:
    """A field that the customer must still tell, and how he is asked: with what came, if something did."""

    field: str
    """As a fault names it; the lines of an order are counted from 0."""
    text: Text


def questions_on(draft: OrderDraft, known: Masters, received_on: date) -> tuple[Question, ...]:
    """What the customer is asked, in the order of the form."""
    quotation = quotation_of(draft.quotation, draft.customer, known, received_on)
    return (
        *_on_customer(draft, known.customer),
        *itertools.starmap(Question, asked_back(draft, known, received_on)),
        *itertools.starmap(Question, contract_asked_back(draft, known, received_on)),
        *itertools.starmap(Question, samples_asked_back(draft, known)),
        *_on_lines(draft, known.items, quotation),
        *(() if draft.deliver_to else (Question("deliver_to", Text("To which address shall we deliver?")),)),
        *_on_wanted(draft.wanted, received_on),
        *(() if draft.terms else (Question("terms", Text("On which terms do you pay?")),)),
        *_on_freight(draft),
    )


def _on_customer(draft: OrderDraft, customer: Customer | None) -> Iterator[Question]:
    wanted = Text("under which open customer account do you order?")
    if customer is None:
        yield Question(
            "customer", Text("Customer {customer} is not known: {wanted}", customer=draft.customer, wanted=wanted)
        )
    elif not customer.active:
        closed = Text("The account of customer {customer} is closed: {wanted}", customer=draft.customer, wanted=wanted)
        yield Question("customer", closed)


def _on_wanted(wanted: date | None, received_on: date) -> Iterator[Question]:
    """What was past when the order came is asked anew; what became past while it waited is late, not unknown."""
    if wanted is None:
        yield Question("wanted", Text("By which date do you want the goods?"))
    elif wanted < received_on:
        yield Question(
            "wanted", Text("The wanted date {day} is past: by which date do you want the goods?", day=wanted)
        )


def _on_freight(draft: OrderDraft) -> Iterator[Question]:
    if not _payable(draft.freight, draft.currency):
        text = Text(
            "A freight of {came} came: which freight was agreed, in {currency}?",
            came=said(draft.freight),
            currency=draft.currency,
        )
        yield Question("freight", text)


def _on_lines(draft: OrderDraft, items: Units, quotation: Quotation | None) -> Iterator[Question]:
    if not draft.lines:
        yield Question("lines", Text("Which products do you want?"))
    seen: set[int] = set()
    for place, line in enumerate(draft.lines):
        if line.line in seen:
            yield Question(f"lines.{place}.line", Text("Line {line} comes twice: which one is meant?", line=line.line))
        seen.add(line.line)
        for name, text in _on_line(line, draft.currency, items, quotation):
            yield Question(f"lines.{place}.{name}", Text("Line {line}: {asked}", line=line.line, asked=text))


def _on_line(
    line: DraftLine, currency: Currency, items: Units, quotation: Quotation | None
) -> Iterator[tuple[str, Text]]:
    if line.item not in items:
        yield "item", Text("[item {item} is not known: ]which product of our list is it?", item=line.item or "")
    for came in _instead_of_quantity(line, items, quotation):
        yield "quantity", Text("[{came}: ]how many do you want?", came=came)
    for came in _instead_of_price(line, currency, quotation):
        yield "unit_price", Text("[{came}: ]at which price per unit, in {currency}?", came=came, currency=currency)


def _instead_of_quantity(line: DraftLine, items: Units, quotation: Quotation | None) -> Iterator[Text | str]:
    """What came instead of a quantity; nothing when one did."""
    unit = items.get(line.item or "", "")
    if line.quantity is None:
        yield ""
    elif not line.quantity:
        yield Text("a quantity of 0 came")
    elif not fits_unit(line.quantity, unit):
        came = {"quantity": f"{line.quantity:f}", "unit": unit, "item": line.item}
        yield Text("{quantity} {unit} of {item} came, which is counted in whole {unit}", **came)
    elif too := too_few(line, quotation):
        yield too


def _instead_of_price(line: DraftLine, currency: Currency, quotation: Quotation | None) -> Iterator[Text | str]:
    """What came instead of a price; a price of zero is one only where the line says that it is free of charge."""
    price = line.unit_price
    if price is None:
        yield ""
    elif price.currency != currency:
        came = price.currency
        yield Text("its price is in {came}, the order is in {currency}", came=came, currency=currency)
    elif price.amount < 0:
        yield Text("its price is {price}, below zero", price=said(price))
    elif not price.amount and not line.free:
        yield Text("its price is 0 and nothing says that it is free of charge")
    elif price.amount and line.free:
        yield Text("it is said to be free of charge, and its price is {price}", price=said(price))
    elif another := another_price(line, quotation):
        yield another


def _payable(money: Money, currency: Currency) -> bool:
    """An amount that the order can ask for: in its currency, and not below zero."""
    return money.currency == currency and money.amount >= 0

"""The quotation: what is offered at which prices, on which terms, and until when (SAL-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table, told
from chassis.papers.written import price, quantity
from contracts.markings import Personal
from contracts.order import Terms
from contracts.texts import Text
from contracts.value import Value
from services.sales.inquiry.rules import Inquiry, Quotation, QuotedLine
from services.sales.masters.rules import Customer, Item
from services.sales.papers.rules.order_confirmation import payment
from services.sales.papers.rules.parties import parties

TITLE = Text("Quotation")


class QuotedStep(Value):
    """From ``quantity`` on a unit of the item costs ``unit_price``, in the quotation's currency."""

    item: str
    name: str
    unit: str
    quantity: Decimal
    unit_price: Decimal


class QuotationPaper(Value):
    """What a quotation tells; nothing of the list's floor, and not who signed for a price."""

    number: str
    inquiry: str
    reference: str
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    quoted_on: date
    valid_until: date
    """Its last day, in the company's zone."""
    lines: tuple[QuotedStep, ...]
    currency: str
    terms: Terms
    incoterm: str
    lead_days: int | None
    note: str
    needs: str
    """The version of his needs that it is for: NC-2026-000123-2 (SAL-19)."""
    merchandiser: str


def quotation_paper(
    quotation: Quotation, inquiry: Inquiry, customer: Customer, items: Mapping[str, Item], seller: Issuer
) -> QuotationPaper:
    """The price steps of an item stand together, in the order in which the items were quoted."""
    codes = dict.fromkeys(line.item for line in quotation.lines)
    lines = tuple(_step(line, items.get(code)) for code in codes for line in quotation.steps(code))
    return QuotationPaper(
        number=quotation.number,
        inquiry=inquiry.number,
        reference=inquiry.reference,
        seller=seller,
        customer=inquiry.customer,
        customer_name=customer.name,
        quoted_on=quotation.quoted_on,
        valid_until=quotation.valid_until,
        lines=lines,
        currency=quotation.currency,
        terms=quotation.terms or customer.terms,
        incoterm=quotation.incoterm,
        lead_days=quotation.lead_days,
        note=quotation.note,
        needs=quotation.needs,
        merchandiser=inquiry.merchandiser,
    )


def _step(line: QuotedLine, item: Item | None) -> QuotedStep:
    named = {"name": item.name if item else "", "unit": item.unit if item else ""}
    return QuotedStep(item=line.item, quantity=line.quantity, unit_price=line.unit_price.amount, **named)


def quotation_sheet(paper: QuotationPaper) -> Sheet:
    days = "" if paper.lead_days is None else Text("{days} days after your order", days=paper.lead_days)
    until = {"number": paper.number, "day": paper.valid_until.isoformat()}
    by_it = Text("An order that names {number} until {day} has these prices and terms.", **until)
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=parties(paper.seller, paper.customer_name, paper.customer),
        facts=told(
            (Text("Our inquiry"), paper.inquiry),
            (Text("Your inquiry"), paper.reference),
            (Text("Confirmed needs"), paper.needs),
            (Text("Quoted on"), paper.quoted_on.isoformat()),
            (Text("Valid until"), paper.valid_until.isoformat()),
            (Text("Currency"), paper.currency),
            (Text("Payment"), payment(paper.terms)),
            (Text("Incoterms 2020"), paper.incoterm),
            (Text("Delivery"), days),
            (Text("Your contact"), paper.merchandiser),
        ),
        tables=(_steps(paper),),
        notes=tuple(filter(None, (paper.note and Text("{note}", note=paper.note), by_it))),
        signatures=(Text("For the seller"),),
    )


def _steps(paper: QuotationPaper) -> Table:
    columns = (
        Column(label=Text("Item")),
        Column(label=Text("Description")),
        Column(label=Text("From"), number=True),
        Column(label=Text("Unit price"), number=True),
    )
    rows = tuple(
        (one.item, one.name, quantity(one.quantity, one.unit), price(one.unit_price, paper.currency))
        for one in paper.lines
    )
    return Table(columns=columns, rows=rows)

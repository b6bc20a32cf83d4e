"""What a customer is offered instead of what he ordered, side by side: the day and the cost of each (SAL-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table, told
from chassis.papers.written import amount, money, price, share
from contracts.markings import Personal
from contracts.order import OrderContent, value_of
from contracts.texts import Text
from contracts.value import Value
from services.sales.order.rules.alternatives import Alternative, Alternatives
from services.sales.papers.rules.parties import parties

TITLE = Text("Alternatives")


class AlternativesOffer(Value):
    """What the paper tells, as it was when they were offered."""

    number: str
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_po: str
    currency: str
    promised: date | None
    total: Decimal
    """Of the order as it is, with discount, freight and tax."""
    offered: tuple[Alternative, ...]
    offered_on: date
    answer_by: date
    merchandiser: str


def alternatives_paper(known: Alternatives, content: OrderContent, seller: Issuer) -> AlternativesOffer:
    """Of an offer that is not answered: the order is as it was offered for."""
    return AlternativesOffer(
        number=content.number,
        seller=seller,
        customer=content.customer,
        customer_name=content.customer_name,
        customer_po=content.customer_po,
        currency=content.currency,
        promised=content.promised,
        total=value_of(content),
        offered=known.offered,
        offered_on=known.offered_on,
        answer_by=known.answer_by,
        merchandiser=content.merchandiser,
    )


def alternatives_sheet(of: AlternativesOffer) -> Sheet:
    return Sheet(
        title=TITLE,
        number=of.number,
        parties=parties(of.seller, of.customer_name, of.customer),
        facts=told(
            (Text("Your order"), of.customer_po),
            (Text("Offered on"), of.offered_on.isoformat()),
            (Text("Please answer by"), of.answer_by.isoformat()),
            (Text("Your contact"), of.merchandiser),
        ),
        tables=(_side_by_side(of),),
        signatures=(Text("For the seller"), Text("Chosen by the buyer")),
    )


def _side_by_side(of: AlternativesOffer) -> Table:
    columns = (
        Column(label=Text("No."), number=True),
        Column(label=Text("What")),
        Column(label=Text("All of it there on")),
        Column(label=Text("Days later"), number=True),
        Column(label=Text("Conditions")),
        Column(label=Text("Total {currency}", currency=of.currency), number=True),
        Column(label=Text("Difference"), number=True),
    )
    as_it_is = ("–", Text("as it was agreed"), _day(of.promised), "", "", amount(of.total, of.currency), "")
    return Table(columns=columns, rows=(as_it_is, *_rows(of)))


def _rows(of: AlternativesOffer) -> Iterator[tuple[Text | str, ...]]:
    for nth, one in enumerate(of.offered, start=1):
        later = f"{(one.promised - of.promised).days:+}" if of.promised else "–"
        costs = amount(one.total, of.currency), _signed(one.total - of.total, of.currency)
        yield str(nth), one.text, _day(one.promised), later, _conditions(one), *costs


def _signed(difference: Decimal, currency: str) -> str:
    """What it costs him more, or less."""
    return f"{'+' if difference > 0 else ''}{amount(difference, currency)}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"


def _conditions(one: Alternative) -> Text | str:
    """What is paid otherwise; what is not said stays as it is."""
    freight = Text("freight {money}", money=money(one.freight.amount, one.freight.currency)) if one.freight else None
    discount = Text("discount {share}", share=share(one.discount)) if one.discount is not None else None
    other = one.substitute
    at = Text("at {price} each", price=price(other.unit_price.amount, other.unit_price.currency)) if other else None
    said = tuple(each for each in (at, freight, discount) if each)
    return Text("{said}", said=said) if said else ""

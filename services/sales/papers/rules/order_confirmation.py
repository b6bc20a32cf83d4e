"""The order confirmation: what was agreed, when it will be there, and on which terms (SAL-8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Fact, Party, Sheet, Table, told
from chassis.papers.written import amount, money, price, share
from contracts.markings import Personal
from contracts.money import rounded
from contracts.order import Address, OrderContent, OrderLine, Terms, value_of
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.sales.masters.rules import Item
from services.sales.order.rules.document import Order
from services.sales.order.rules.milestones import milestones_of
from services.sales.papers.rules.goods import GOODS_COLUMNS, GoodsLine, goods_cells, named
from services.sales.papers.rules.parties import parties
from services.sales.policy import Policy

TITLE = Text("Order confirmation")


class ConfirmedLine(GoodsLine):
    """``amount`` before discount and tax."""

    unit_price: Decimal
    amount: Decimal


class OrderConfirmation(Value):
    """What the confirmation tells, as of one version of the order."""

    number: str
    version: int
    received_on: date
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_po: str
    deliver_to: Personal[Address]
    lines: tuple[ConfirmedLine, ...]
    currency: str
    discount: Decimal
    freight: Decimal
    tax_rate: Decimal
    total: Decimal
    """With discount, freight and tax, as one invoice would come to."""
    terms: Terms
    incoterm: str
    partial: bool
    wanted: date
    promised: date | None
    merchandiser: str
    service_terms: str
    liability_terms: str
    needs: str = ""
    """The version of his needs that it was quoted for: NC-2026-000123-2 (SAL-19)."""
    goods_by: date | None = None
    """None where it cannot be reckoned, and in older confirmations; as ``leaves_by``."""
    leaves_by: date | None = None
    promised_before: date | None = None
    """Before the change that this version comes from; None where the same day was promised (SAL-9)."""
    under_review: bool = False
    """The change is still judged: another day may be promised."""


def confirmation_paper(
    order: Order, content: OrderContent, items: Mapping[str, Item], seller: Issuer, policy: Policy, needs: str
) -> OrderConfirmation:
    """Of a confirmed order, with the names of its items and the company's terms as they are today."""
    plan, anew = milestones_of(order, policy), order.anew
    settled = anew and anew.ended and order.version <= anew.version + 1 and anew.promised != content.promised
    known = fields_of(content) | {
        **(fields_of(plan) if plan else {}),
        "version": order.version,
        "received_on": order.received_on,
        "seller": seller,
        "lines": tuple(_confirmed(line, content.currency, items) for line in content.lines),
        "freight": content.freight.amount,
        "total": value_of(content),
        "service_terms": policy.service_terms,
        "liability_terms": policy.liability_terms,
        "needs": needs,
        "promised_before": anew.promised if anew and settled else None,
        "under_review": order.pending is not None,
    }
    return OrderConfirmation.having(known)


def _confirmed(line: OrderLine, currency: str, items: Mapping[str, Item]) -> ConfirmedLine:
    unit_price = line.unit_price.amount
    amount_of_line = rounded(line.quantity * unit_price, currency)
    return ConfirmedLine(**named(line, items), unit_price=unit_price, amount=amount_of_line)


def confirmation_sheet(told_of: OrderConfirmation) -> Sheet:
    return Sheet(
        title=TITLE,
        number=told_of.number,
        parties=(
            *parties(told_of.seller, told_of.customer_name, told_of.customer),
            Party(label=Text("Deliver to"), lines=told_of.deliver_to.lines),
        ),
        facts=told(
            (Text("Your order"), told_of.customer_po),
            (Text("Confirmed needs"), told_of.needs),
            (Text("Received on"), told_of.received_on.isoformat()),
            (Text("All goods here by"), _day(told_of.goods_by)),
            (Text("Leaves by"), _day(told_of.leaves_by)),
            (Text("Promised date"), _promised(told_of)),
            (Text("Wanted date"), told_of.wanted.isoformat()),
            (Text("Payment"), payment(told_of.terms)),
            (Text("Incoterms 2020"), told_of.incoterm),
            (Text("Part shipments"), Text("allowed") if told_of.partial else Text("not allowed")),
            (Text("Your contact"), told_of.merchandiser),
        ),
        tables=(_lines(told_of),),
        totals=_totals(told_of),
        notes=_notes(told_of),
        signatures=(Text("For the seller"), Text("Acknowledged by the buyer")),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _promised(told_of: OrderConfirmation) -> Text | str:
    day, before = _day(told_of.promised), told_of.promised_before
    if told_of.under_review:
        return Text("{day}; we confirm a day anew once your change is reviewed", day=day)
    return Text("{day}, in place of {before}", day=day, before=before) if before else day


def payment(terms: Terms) -> Text:
    """When the money is due, as papers say it."""
    days = Text("{days} days after the date of the invoice", days=terms.days)
    if not terms.advance_share:
        return days
    return Text("{share} in advance, the rest {days}", share=share(terms.advance_share), days=days)


def _lines(told_of: OrderConfirmation) -> Table:
    currency = told_of.currency
    priced = (Column(label=Text("Unit price"), number=True), Column(label=Text("Amount"), number=True))
    rows = tuple(
        (*goods_cells(line), price(line.unit_price, currency), amount(line.amount, currency)) for line in told_of.lines
    )
    return Table(columns=(*GOODS_COLUMNS, *priced), rows=rows)


def _totals(told_of: OrderConfirmation) -> tuple[Fact, ...]:
    currency = told_of.currency
    return told(
        (Text("Discount"), share(told_of.discount) if told_of.discount else ""),
        (Text("Freight"), money(told_of.freight, currency) if told_of.freight else ""),
        (Text("Tax"), share(told_of.tax_rate) if told_of.tax_rate else ""),
        (Text("Total"), money(told_of.total, currency)),
    )


def _notes(told_of: OrderConfirmation) -> tuple[Text, ...]:
    terms = ((Text("Service"), told_of.service_terms), (Text("Liability"), told_of.liability_terms))
    return tuple(Text("{about}: {said}", about=about, said=words) for about, words in terms if words)

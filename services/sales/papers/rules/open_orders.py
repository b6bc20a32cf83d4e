"""The list of a customer's open orders, so that one that was lost on the way is found: of each what is done, what holds
it up, what is done about that and what is next (SAL-22, NOT-6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table
from contracts.markings import Personal
from contracts.stages import Word
from contracts.texts import Text
from contracts.value import Value
from services.sales.masters.rules import Customer
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import stage_of
from services.sales.order.rules.told import Progress, progress_of
from services.sales.papers.rules.parties import parties

TITLE = Text("List of open orders")


class OpenOrder(Value):
    number: str
    customer_po: str
    received_on: date
    wanted: date | None
    promised: date | None
    stage: Word
    progress: Progress | None = None
    """None in older lists."""


class OpenOrders(Value):
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    orders: tuple[OpenOrder, ...]


def open_orders_paper(customer: Customer, orders: Sequence[Order], seller: Issuer, today: date) -> OpenOrders:
    listed = tuple(_open(order, today) for order in orders)
    return OpenOrders(seller=seller, customer=customer.customer, customer_name=customer.name, orders=listed)


def open_orders_sheet(paper: OpenOrders) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.customer,
        parties=parties(paper.seller, paper.customer_name, paper.customer),
        tables=(_days(paper), *_progress(paper)),
        notes=(Text("Please tell us of any order of yours that is missing here, or that stands otherwise with you."),),
    )


def _open(order: Order, today: date) -> OpenOrder:
    content = order.content
    return OpenOrder(
        number=content.number,
        customer_po=content.customer_po,
        received_on=order.received_on,
        wanted=content.wanted,
        promised=content.promised,
        stage=stage_of(order),
        progress=progress_of(order, today),
    )


def _days(paper: OpenOrders) -> Table:
    columns = (
        Column(label=Text("Our order")),
        Column(label=Text("Your order")),
        Column(label=Text("Received on")),
        Column(label=Text("Wanted by")),
        Column(label=Text("Promised for")),
        Column(label=Text("Expected on")),
    )
    return Table(columns=columns, rows=tuple(map(_days_of, paper.orders)))


def _days_of(one: OpenOrder) -> tuple[str, ...]:
    expected = one.progress.expected if one.progress else None
    days = (one.received_on, one.wanted, one.promised, expected)
    return one.number, one.customer_po, *(day.isoformat() if day else "" for day in days)


def _progress(paper: OpenOrders) -> Iterator[Table]:
    """None of an older list, which does not tell it."""
    columns = (
        Column(label=Text("Our order")),
        Column(label=Text("Done")),
        Column(label=Text("What holds it up")),
        Column(label=Text("What we do about it")),
        Column(label=Text("What comes next")),
    )
    if rows := tuple(_progress_of(one.number, one.progress) for one in paper.orders if one.progress):
        yield Table(columns=columns, rows=rows)


def _progress_of(number: str, told: Progress) -> tuple[Text | str, ...]:
    return number, told.done, told.held_up or "–", told.measure or "–", told.next

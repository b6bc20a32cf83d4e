"""The list of a customer's open orders, so that one that was lost on the way is found (SAL-22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Party, Sheet, Table
from contracts.markings import Personal
from contracts.stages import Word
from contracts.texts import Text
from contracts.value import Value
from services.sales.masters.rules import Customer
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import stage_of

TITLE = Text("List of open orders")
NOT_CONFIRMED = Text("not confirmed yet")
CONFIRMED = Text("confirmed")
STANDS: dict[Word, Text] = {
    **dict.fromkeys(("received", "incomplete", "in_review", "reviewed", "infeasible"), NOT_CONFIRMED),
    **dict.fromkeys(("confirmed", "short", "reserved", "released"), CONFIRMED),
    "dispatched": Text("on its way"),
    "delivered": Text("delivered"),
    "accepted": Text("delivered and accepted"),
}
"""As the customer hears it: not what goes on inside."""


class OpenOrder(Value):
    number: str
    customer_po: str
    received_on: date
    wanted: date | None
    promised: date | None
    stage: Word


class OpenOrders(Value):
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    orders: tuple[OpenOrder, ...]


def open_orders_paper(customer: Customer, orders: Sequence[Order], seller: Issuer) -> OpenOrders:
    listed = tuple(_open(order) for order in orders)
    return OpenOrders(seller=seller, customer=customer.customer, customer_name=customer.name, orders=listed)


def open_orders_sheet(paper: OpenOrders) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.customer,
        parties=(
            Party(label=Text("Seller"), lines=paper.seller.lines),
            Party(label=Text("Buyer"), lines=(paper.customer_name, paper.customer)),
        ),
        tables=(_table(paper),),
        notes=(Text("Please tell us of any order of yours that is missing here, or that stands otherwise with you."),),
    )


def _open(order: Order) -> OpenOrder:
    content = order.content
    return OpenOrder(
        number=content.number,
        customer_po=content.customer_po,
        received_on=order.received_on,
        wanted=content.wanted,
        promised=content.promised,
        stage=stage_of(order),
    )


def _table(paper: OpenOrders) -> Table:
    columns = (
        Column(label=Text("Our order")),
        Column(label=Text("Your order")),
        Column(label=Text("Received on")),
        Column(label=Text("Wanted by")),
        Column(label=Text("Promised for")),
        Column(label=Text("How it stands")),
    )
    return Table(columns=columns, rows=tuple(_row(one) for one in paper.orders))


def _row(one: OpenOrder) -> tuple[Text | str, ...]:
    wanted, promised = (day.isoformat() if day else "" for day in (one.wanted, one.promised))
    return one.number, one.customer_po, one.received_on.isoformat(), wanted, promised, STANDS[one.stage]

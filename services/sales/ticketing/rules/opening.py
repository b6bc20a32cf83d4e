"""A ticket is opened for a customer, about goods that he has or about none (SAL-13)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.sales.order.rules.document import Order
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy, TicketKind
from services.sales.returns.rules import returnable
from services.sales.ticket.rules import Channel, Done, Goods, Ticket

OF_GOODS: tuple[TicketKind, ...] = ("return", "exchange", "repair")
"""Kinds that are about goods which the customer has."""
ASKED_BACK: tuple[TicketKind, ...] = ("return", "exchange")
"""Kinds whose goods the customer does not keep; a repair's he gets again."""


@dataclass(frozen=True)
class Open:
    """What a customer asks; ``by`` takes it at the front desk. ``order`` is a number, with ``line`` and ``quantity``
    where it is about goods, and ``slip`` where it is about those of one shipment."""

    kind: TicketKind
    channel: Channel
    customer: str
    words: str
    order: str
    line: int | None
    quantity: Decimal | None
    by: str
    slip: str = ""


def refusal_of(asked: Open, customers: Collection[str], order: Order | None) -> Refusal | None:
    """``order`` is the one that it names, where there is one."""
    faults = list(_faults(asked, customers, order))
    return InvalidInput(faults) if faults else None


def opened(
    asked: Open, order: Order | None, ticket_id: UUID, number: str, now: datetime, today: date, policy: Policy
) -> Ticket:
    """A ticket that ``refusal_of`` does not refuse, in the hands of who took it."""
    return Ticket(
        ticket_id=ticket_id,
        number=number,
        kind=asked.kind,
        channel=asked.channel,
        customer=asked.customer,
        words=asked.words,
        front_desk=asked.by,
        person=asked.by,
        due=limit(asked.kind, today, policy),
        order_id=order.order_id if order else None,
        order_number=order.content.number if order else "",
        goods=_goods(asked, order),
        done=(Done(what="opened", at=now, by=asked.by, words=asked.words),),
    )


def limit(kind: TicketKind, today: date, policy: Policy) -> date:
    """The day by which a ticket of this kind is to be solved that is taken up today."""
    return working_days_after(today, policy.ticket_days[kind], calendar_of(policy.country))


def _goods(asked: Open, order: Order | None) -> Goods | None:
    if order is None or asked.line is None or asked.quantity is None:
        return None
    item = returnable(order, asked.slip)[asked.line].item
    return Goods(line=asked.line, item=item, quantity=asked.quantity, slip=asked.slip)


def _faults(asked: Open, customers: Collection[str], order: Order | None) -> Iterator[dict[str, Any]]:
    if asked.customer not in customers:
        yield {"field": "customer", "expected": Text("a customer of the list"), "came": asked.customer}
    theirs = order if order and order.content.customer == asked.customer else None
    if asked.order and theirs is None:
        yield {"field": "order", "expected": Text("an order of this customer"), "came": asked.order}
    if asked.kind in OF_GOODS:
        yield from _faults_of_goods(asked, theirs)
    else:
        told = {"line": asked.line, "quantity": asked.quantity, "slip": asked.slip or None}
        expected = Text("nothing, for only a return, an exchange and a repair are about goods")
        named = ((name, value) for name, value in told.items() if value is not None)
        yield from ({"field": name, "expected": expected, "came": str(value)} for name, value in named)


def _faults_of_goods(asked: Open, order: Order | None) -> Iterator[dict[str, Any]]:
    """Never of more than the customer got and did not give back."""
    if not asked.order:
        yield {"field": "order", "expected": Text("the order of which the goods are"), "came": ""}
    slips = {one.slip_number for one in order.shipments.values()} if order else {asked.slip}
    if asked.slip and asked.slip not in slips:
        yield {"field": "slip", "expected": Text("a sales slip of this order, or none"), "came": asked.slip}
    yield from _faults_of_amount(asked, order, asked.slip if asked.slip in slips else "")


def _faults_of_amount(asked: Open, order: Order | None, slip: str) -> Iterator[dict[str, Any]]:
    had = returnable(order, slip) if order else {}
    if asked.line is None or (order and asked.line not in had):
        expected = Text("a line of the order of which the customer has goods")
        yield {"field": "line", "expected": expected, "came": "" if asked.line is None else str(asked.line)}
    most = had[asked.line].quantity if asked.line in had else asked.quantity
    if most is None or asked.quantity is None or not 0 < asked.quantity <= most:
        expected = Text(
            "more than 0, at most what the customer got and did not give back: {most}", most=f"{most or 0:f}"
        )
        yield {"field": "quantity", "expected": expected, "came": f"{asked.quantity or 0:f}"}

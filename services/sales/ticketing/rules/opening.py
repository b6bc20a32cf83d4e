"""A ticket is opened for a customer, about goods that he has or about none (SAL-13)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.order import ShipmentLine
from contracts.texts import Text
from services.sales.order.rules.document import Order
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy, TicketKind
from services.sales.returns.rules import returnable
from services.sales.ticket.rules import Done, Goods, Ticket, Way

OF_GOODS: tuple[TicketKind, ...] = ("return", "exchange", "repair")
"""Kinds that are about goods which the customer has."""
ASKED_BACK: tuple[TicketKind, ...] = ("return", "exchange")
"""Kinds whose goods the customer does not keep; a repair's he gets again."""


@dataclass(frozen=True)
class Open:
    """What a customer asks; ``by`` takes it at the front desk, nobody where he came himself. ``order`` is a number,
    with ``line`` and ``quantity`` where it is about goods, and ``slip`` where it is about those of one shipment."""

    kind: TicketKind
    channel: Way
    customer: str
    words: str
    order: str
    line: int | None
    quantity: Decimal | None
    by: str
    slip: str = ""


def refusal_of(
    asked: Open, customers: Collection[str], order: Order | None, tickets: Sequence[Ticket]
) -> Refusal | None:
    """``order`` is the one that it names, where there is one, with all ``tickets`` about it."""
    faults = list(_faults(asked, customers, order, tickets))
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
        done=(Done(what="opened", at=now, by=asked.by or asked.customer, words=asked.words),),
    )


def limit(kind: TicketKind, today: date, policy: Policy) -> date:
    """The day by which a ticket of this kind is to be solved that is taken up today."""
    return working_days_after(today, policy.ticket_days[kind], calendar_of(policy.country))


def had(order: Order, tickets: Sequence[Ticket], slip: str = "") -> dict[int, ShipmentLine]:
    """By line, what the customer has, is not about to give back, and did not hand in for a repair that goes on; of
    all shipments, or by one sales slip."""
    left = returnable(order, slip)
    for goods in (one.goods for one in tickets if one.kind == "repair" and not one.closed and one.goods):
        if goods.line in left and slip in ("", goods.slip):
            kept = left.pop(goods.line)
            rest = kept.quantity - goods.quantity
            left |= {goods.line: kept.but(quantity=rest)} if rest > 0 else {}
    return left


def _goods(asked: Open, order: Order | None) -> Goods | None:
    if order is None or asked.line is None or asked.quantity is None:
        return None
    item = returnable(order, asked.slip)[asked.line].item
    return Goods(line=asked.line, item=item, quantity=asked.quantity, slip=asked.slip)


def _faults(
    asked: Open, customers: Collection[str], order: Order | None, tickets: Sequence[Ticket]
) -> Iterator[dict[str, Any]]:
    if asked.customer not in customers:
        yield {"field": "customer", "expected": Text("a customer of the list"), "came": asked.customer}
    theirs = order if order and order.content.customer == asked.customer else None
    if asked.order and theirs is None:
        yield {"field": "order", "expected": Text("an order of this customer"), "came": asked.order}
    if asked.kind in OF_GOODS:
        yield from _faults_of_goods(asked, theirs, tickets)
    else:
        told = {"line": asked.line, "quantity": asked.quantity, "slip": asked.slip or None}
        expected = Text("nothing, for only a return, an exchange and a repair are about goods")
        named = ((name, value) for name, value in told.items() if value is not None)
        yield from ({"field": name, "expected": expected, "came": str(value)} for name, value in named)


def _faults_of_goods(asked: Open, order: Order | None, tickets: Sequence[Ticket]) -> Iterator[dict[str, Any]]:
    """Never of more than the customer got and did not give back."""
    if not asked.order:
        yield {"field": "order", "expected": Text("the order of which the goods are"), "came": ""}
    slips = {one.slip_number for one in order.shipments.values()} if order else {asked.slip}
    if asked.slip and asked.slip not in slips:
        yield {"field": "slip", "expected": Text("a sales slip of this order, or none"), "came": asked.slip}
    left = had(order, tickets, asked.slip if asked.slip in slips else "") if order else None
    yield from faults_of_amount(asked, left)


def faults_of_amount(asked: Open, left: Mapping[int, ShipmentLine] | None) -> Iterator[dict[str, Any]]:
    """``left``: what ``had`` tells of its order, None where it names none."""
    known = left or {}
    if asked.line is None or (left is not None and asked.line not in known):
        expected = Text("a line of the order of which the customer has goods")
        yield {"field": "line", "expected": expected, "came": "" if asked.line is None else str(asked.line)}
    of_line = known.get(asked.line or 0)
    most = of_line.quantity if of_line else asked.quantity
    if most is None or asked.quantity is None or not 0 < asked.quantity <= most:
        expected = Text(
            "more than 0, at most what the customer got and did not give back: {most}", most=f"{most or 0:f}"
        )
        yield {"field": "quantity", "expected": expected, "came": f"{asked.quantity or 0:f}"}

"""Goods are asked back, or taken for a repair, as their customer wants it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.sales.giving_back import rules
from services.sales.giving_back.rules import AskBack
from services.sales.giving_back.view import given
from services.sales.order.rules.document import Order
from services.sales.order.work import OPEN
from services.sales.ticket import store
from services.sales.ticket.rules import Ticket
from services.sales.ticketing.store import FromOrder, add


async def ask_back(db: Db, asked: Sequence[AskBack]) -> list[Answer[FromOrder] | Refusal]:
    """All of its lines or none; at most one of an order in a batch, under its lock."""
    entries = await OPEN.load(db, [one.order_id for one in asked])
    orders = {id_: entry.order for id_, entry in entries.items()}
    served = by_order(await store.of_orders(db, list(orders)))
    refused = {one.order_id: _refusal(one, orders.get(one.order_id), served) for one in asked}
    wished = [wish for one in asked if not refused[one.order_id] for wish in rules.wishes(one, orders[one.order_id])]
    new, said = await add(db, wished, {entry.order.content.number: entry for entry in entries.values()})
    opened = by_order(new)
    return [refused[one.order_id] or Answer(given(opened[one.order_id]), said.get(one.order_id, ())) for one in asked]


def by_order(tickets: Sequence[Ticket]) -> Mapping[UUID, list[Ticket]]:
    found: defaultdict[UUID, list[Ticket]] = defaultdict(list)
    for one in tickets:
        if one.order_id:
            found[one.order_id].append(one)
    return found


def _refusal(asked: AskBack, order: Order | None, served: Mapping[UUID, list[Ticket]]) -> Refusal | None:
    """A customer's of his own only (ALL-3)."""
    if order is None or asked.only_of not in (None, order.content.customer):
        return NotFound(what="order", id=asked.order_id)
    return rules.refusal_of(asked, order, served[asked.order_id])

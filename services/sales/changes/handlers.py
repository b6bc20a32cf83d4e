"""Change and cancel over HTTP (SAL-9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Step
from chassis.refusal import Refusal
from contracts.order import OrderContent
from contracts.sales import OrderCancelled, OrderChanged, OrderClosed, ReturnRequested
from contracts.texts import Text
from services.sales.changes import rules
from services.sales.changes.rules import Cancel, Change
from services.sales.masters.rules import Units
from services.sales.order import store
from services.sales.order.rules.delay import DelayNews
from services.sales.order.rules.document import Order
from services.sales.order.rules.priority import priority_of
from services.sales.order.work import command
from services.sales.policy import Policy


class Known(NamedTuple):
    """What a change of one order is judged by."""

    items: Units
    weigh: Callable[[OrderContent], int]


async def change(db: Db, commands: Sequence[Change]) -> list[Answer[OrderChanged | DelayNews] | Refusal]:
    named = [line.item for asked in commands for line in asked.wanted.lines or ()]
    policy = await holding(db, Policy)
    known = await known_of(db, [asked.order_id for asked in commands], named, policy)

    def do(order: Order, asked: Change, _hold: Text | None) -> Step[Order, OrderChanged | DelayNews] | Refusal:
        return rules.change(order, asked, *known[order.order_id])

    return await command(db, commands, do, policy=policy)


async def known_of(db: Db, orders: Sequence[UUID], items: Sequence[str], policy: Policy) -> Mapping[UUID, Known]:
    """By order; ``items`` are those that are to be in it."""
    masters, today = await store.masters_of(db, orders, items), clock.today()
    return {
        id_: Known(one.items, partial(priority_of, grade=one.grade, today=today, policy=policy, rates=one.rates))
        for id_, one in masters.items()
    }


async def cancel(
    db: Db, commands: Sequence[Cancel]
) -> list[Answer[OrderCancelled | ReturnRequested | OrderClosed | DelayNews] | Refusal]:
    """Each dispatched shipment is asked back; an order of which all is back and paid is closed at once."""
    return await command(db, commands, lambda order, asked, _hold: rules.cancel(order, asked))

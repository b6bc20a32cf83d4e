"""Change and cancel over HTTP (SAL-9)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.order import OrderContent
from services.sales.changes import rules
from services.sales.changes.rules import Cancel, Change
from services.sales.customers import store
from services.sales.order import Order, Step
from services.sales.policy import policy
from services.sales.priority import priority_of
from services.sales.settle import ask


async def change(db: Db, commands: Sequence[Change]) -> list[Answer | Refusal]:
    """order.changed"""
    named = [line.item for command in commands for line in command.wanted.lines or ()]
    masters = await store.of_orders(db, [command.order_id for command in commands], named)

    def do(order: Order, asked: Change, _hold: str | None) -> Step | Refusal:
        known = masters[order.order_id]

        def weigh(content: OrderContent) -> int:
            return priority_of(content, known.customer.grade if known.customer else "C", clock.today(), policy())

        return rules.change(order, asked, known.items, weigh)

    return await ask(db, commands, do)


async def cancel(db: Db, commands: Sequence[Cancel]) -> list[Answer | Refusal]:
    """order.cancelled, and return.requested for each shipment that has left."""
    return await ask(db, commands, lambda order, asked, _hold: rules.cancel(order, asked))

"""Rescues are ended; the order goes on, or is cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db, Step
from chassis.refusal import Refusal
from contracts.sales import (
    OrderCancelled,
    OrderClosed,
    OrderConfirmed,
    OrderRejected,
    OrderReleased,
    ReturnRequested,
)
from contracts.texts import Text
from services.sales.order.rules.delay import DelayNews
from services.sales.order.rules.document import Order
from services.sales.order.work import command
from services.sales.rescue import rules, store
from services.sales.rescue.rules import EndRescue, Wish

Goes = OrderConfirmed | OrderRejected | OrderReleased
"""How an order goes on that was kept."""
Undone = OrderCancelled | ReturnRequested | OrderClosed


async def end(db: Db, asked: Sequence[EndRescue]) -> list[Answer[Goes | Undone | DelayNews] | Refusal]:
    wishes = list[Wish]()

    def do(order: Order, one: EndRescue, _hold: Text | None) -> Step[Order, OrderCancelled] | Refusal:
        done = rules.end(order, one)
        wishes.extend(rules.news(order, done))
        return done

    answers: list[Answer[Goes | Undone | DelayNews] | Refusal] = await command(db, asked, do)
    await store.note(db, wishes)
    return answers

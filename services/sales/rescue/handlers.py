"""Rescues are ended; the order goes on, or is cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.sales import (
    OrderCancelled,
    OrderClosed,
    OrderConfirmed,
    OrderRejected,
    OrderReleased,
    ReturnRequested,
)
from services.sales.order.rules.delay import DelayNews
from services.sales.order.work import command
from services.sales.rescue import rules
from services.sales.rescue.rules import EndRescue

Goes = OrderConfirmed | OrderRejected | OrderReleased
"""How an order goes on that was kept."""
Undone = OrderCancelled | ReturnRequested | OrderClosed


async def end(db: Db, asked: Sequence[EndRescue]) -> list[Answer[Goes | Undone | DelayNews] | Refusal]:
    return await command(db, asked, lambda order, one, _hold: rules.end(order, one))

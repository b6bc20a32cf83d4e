"""When a month is over, sales states what its own ledger says, part by part (SAL-16, FIN-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chassis import clock
from chassis.handling import Db, Reading, Timer
from contracts.sales import ReceivablesStated
from services.sales.statements import rules, store


async def find_month(db: Reading, now: datetime) -> list[tuple[str, str]]:
    """The month that is over, until all of it is stated."""
    month = rules.month_before(clock.local_date(now))
    return [] if (await store.load(db, month)).done else [(month, month)]


async def state(db: Db, months: Sequence[str]) -> list[tuple[ReceivablesStated, ...]]:
    """Some parts of each month's statement."""
    return [await _state(db, month) for month in months]


async def _state(db: Db, month: str) -> tuple[ReceivablesStated, ...]:
    """Of a company that has no orders yet, nothing is said."""
    stating, events = await store.load(db, month), list[ReceivablesStated]()
    if not stating.parts and not await store.has_orders(db):
        stating = replace(stating, done=True)
    for _ in range(rules.PARTS_AT_ONCE):
        if not stating.done:
            stating, said = await _next_part(db, stating)
            events += said
    await store.save(db, stating)
    return tuple(events)


async def _next_part(db: Db, stating: rules.Stating) -> tuple[rules.Stating, tuple[ReceivablesStated, ...]]:
    last = rules.last_day(stating.month)
    orders = await store.orders_after(db, stating.through, last.replace(day=1), last, rules.ORDERS_A_PART)
    through = orders[-1].order.order_id if orders else stating.through
    return rules.next_part(stating, orders, through, last=len(orders) < rules.ORDERS_A_PART)


TIMERS = (Timer("month", find_month, state, pace="day"),)

"""What nobody said in time is said by notify (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from prometheus_client import Gauge

from chassis import clock
from chassis.handling import Db, Timer
from contracts.notify import DeadlineMissed
from services.notify.missed import rules, store

OVERDUE = Gauge("gendan_promises_overdue", "Promises that are open and overdue", ["owner", "awaits"])
STUCK = Gauge("gendan_orders_stuck", "Orders with an overdue promise", ["stage", "cause", "owner"])
STAGE_AGE = Gauge("gendan_order_stage_age_seconds", "The longest that an open order is at its stage", ["stage"])

Key = tuple[str, UUID]


async def find_missed(db: Db, now: datetime) -> list[Key]:
    """Promises that fell due; shows on the way how many are overdue, and how long orders are at their stages."""
    show_overdue(await store.count(db))
    show_orders(await store.stuck(db), await store.stage_ages(db, now))
    return [(str(key), key) for key in await store.find(db, now)]


async def miss(db: Db, promises: Sequence[UUID]) -> list[DeadlineMissed | tuple[()]]:
    """Say of each, once, that it is overdue; what was kept or became void meanwhile is passed over."""
    missed = await store.look(db, promises, clock.now())
    return [rules.said_of(missed[key]) if key in missed else () for key in promises]


async def find_undone(db: Db, now: datetime) -> list[Key]:
    """Cancelled orders for which something should have been undone by now."""
    return [(str(order_id), order_id) for order_id in await store.find_undone(db, now)]


async def miss_undoing(db: Db, orders: Sequence[UUID]) -> list[tuple[DeadlineMissed, ...]]:
    """Say of each shipment and purchase of these orders, once, that it should be undone."""
    missed = await store.look_at_undone(db, orders, clock.now())
    return [tuple(rules.said_of(one) for one in missed if one.orders == (order,)) for order in orders]


def show_overdue(counted: dict[rules.Debt, int]) -> None:
    for owner, awaits in rules.debts() | counted.keys():
        OVERDUE.labels(owner, awaits).set(counted.get((owner, awaits), 0))


def show_orders(stuck: dict[tuple[str, str, str], int], ages: dict[str, float]) -> None:
    """What is no longer so is no longer shown."""
    STUCK.clear()
    for labels, orders in stuck.items():
        STUCK.labels(*labels).set(orders)
    STAGE_AGE.clear()
    for stage, seconds in ages.items():
        STAGE_AGE.labels(stage).set(seconds)


TIMERS = (
    Timer("deadlines", find_missed, miss, judges_silence=True),
    Timer("undoings", find_undone, miss_undoing, judges_silence=True),
)

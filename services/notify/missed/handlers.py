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

Key = tuple[str, UUID]


async def find_missed(db: Db, now: datetime) -> list[Key]:
    """Promises that fell due; shows how many are overdue on the way."""
    show_overdue(await store.count(db))
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


TIMERS = (
    Timer("deadlines", find_missed, miss, judges_silence=True),
    Timer("undoings", find_undone, miss_undoing, judges_silence=True),
)

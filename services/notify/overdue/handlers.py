"""Every event opens its promises and keeps those that waited for it; what nobody said in time is said (NOT-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from prometheus_client import Gauge

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Handler, Nothing, Reading, Timer
from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.notify import DeadlineMissed
from services.notify.overdue import rules, store
from services.notify.policy import Policy, calendar
from services.notify.promise import work
from services.notify.promise.store import look, look_at_undone

OVERDUE = Gauge("gendan_promises_overdue", "Promises that are open and overdue", ["owner", "awaits"])
STUCK = Gauge("gendan_orders_stuck", "Orders with an overdue promise", ["stage", "cause", "owner"])
OPEN = Gauge("gendan_orders_open", "Open orders", ["stage"])
STAGE_AGE = Gauge("gendan_order_stage_age_seconds", "The longest that an open order is at its stage", ["stage"])

Key = tuple[str, UUID]


async def watch(db: Db, events: Sequence[Event]) -> list[Nothing]:
    """Says nothing yet; what is overdue can be asked."""
    return await work.handle(db, events)


async def find_missed(db: Reading, now: datetime) -> list[Key]:
    """Promises that fell due."""
    return [(str(key), key) for key in await store.find(db, now)]


async def miss(db: Db, promises: Sequence[UUID]) -> list[DeadlineMissed | Nothing]:
    """Say of each, once, that it is overdue; what was kept or became void meanwhile is passed over."""
    missed = await look(db, promises, clock.now())
    return [rules.said_of(missed[key]) if key in missed else () for key in promises]


async def find_undone(db: Reading, now: datetime) -> list[Key]:
    """Cancelled orders for which something should have been undone by now."""
    return [(str(order_id), order_id) for order_id in await store.find_undone(db, now)]


async def miss_undoing(db: Db, orders: Sequence[UUID]) -> list[tuple[DeadlineMissed, ...]]:
    """Say of each shipment and purchase of these orders, once, that it should be undone."""
    missed = await look_at_undone(db, orders, clock.now())
    return [tuple(rules.said_of(one) for one in missed if one.orders == (order,)) for order in orders]


async def show(db: Reading, now: datetime) -> list[Key]:
    """How many promises are overdue, and how long orders are at their stages, for ``/metrics``; finds nothing to do."""
    show_overdue(await store.count(db))
    show_orders(await store.stuck(db), await store.stages(db, now))
    return []


async def find_reckonable(db: Reading, _now: datetime) -> list[Key]:
    """Promises whose due time rests on a calendar that has come meanwhile, by a setting or with the library."""
    until = calendar(await holding(db, Policy)).announced_until
    return [(str(key), key) for key in await store.find_provisional(db, until)]


async def reckon(db: Db, keys: Sequence[UUID]) -> list[Nothing]:
    """By the calendar as it is now."""
    return await work.reckon(db, keys)


def show_overdue(counted: dict[rules.Debt, int]) -> None:
    for owner, awaits in rules.debts() | counted.keys():
        OVERDUE.labels(owner, awaits).set(counted.get((owner, awaits), 0))


def show_orders(stuck: dict[tuple[str, str, str], int], stages: Sequence[store.StageNow]) -> None:
    """What is no longer so is no longer shown."""
    STUCK.clear()
    for labels, orders in stuck.items():
        STUCK.labels(*labels).set(orders)
    OPEN.clear()
    STAGE_AGE.clear()
    for now in stages:
        OPEN.labels(now.stage).set(now.orders)
        STAGE_AGE.labels(now.stage).set(now.longest_s)


HANDLES: Mapping[type[Event], Handler] = dict.fromkeys(EVENTS.values(), watch)
TIMERS = (
    Timer("calendar", find_reckonable, reckon, pace="day"),
    Timer("shown", show, miss, judges_silence=True, pace="day"),
    Timer("deadlines", find_missed, miss, judges_silence=True),
    Timer("undoings", find_undone, miss_undoing, judges_silence=True),
)

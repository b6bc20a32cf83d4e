"""Orders that are complete are reviewed, a rejected one waits for nothing (SAL-5); trials are judged (SAL-24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.purchasing import SupplyJudged, SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived, OrderRejected, ReviewRequested, TrialRequested
from services.purchasing.review import rules
from services.purchasing.waiting import store
from services.purchasing.waiting.work import handle, look


async def review(db: Db, orders: Sequence[OrderReceived | OrderClarified]) -> list[SupplyReviewed | Nothing]:
    """A verdict on each complete version."""
    return await handle(db, orders, rules.review, rules.wanted_of)


async def review_changes(db: Db, asked: Sequence[ReviewRequested]) -> list[SupplyReviewed]:
    """How what is still to leave of changed orders can be had; what cannot is told by the need itself (SAL-9)."""
    ways = await look(db, [item for one in asked for item in rules.wanted_of(one.order)])
    return [rules.review_change(one, ways, clock.today()) for one in asked]


async def judge(db: Db, trials: Sequence[TrialRequested]) -> list[SupplyJudged]:
    """What a review would say now; nothing waits for what cannot be bought."""
    ways = await look(db, [item for trial in trials for item in rules.wanted_of(trial.order)])
    return [rules.judge(trial, ways, clock.today()) for trial in trials]


async def forget(db: Db, rejected: Sequence[OrderRejected]) -> list[Nothing]:
    """A rejected order waits for nothing."""
    await store.forget(db, [order.order_id for order in rejected])
    return [() for _ in rejected]


HANDLES: Mapping[type[Event], Handler] = {
    OrderReceived: review,
    OrderClarified: review,
    OrderRejected: forget,
    ReviewRequested: review_changes,
    TrialRequested: judge,
}

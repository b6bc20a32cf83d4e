"""Orders that ask for a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, Nothing, NotReady
from contracts.event import Event
from contracts.sales import (
    ItemChanged,
    OrderClarified,
    OrderReceived,
    OrderRejected,
    ReviewRequested,
    TrialRequested,
)
from contracts.warehouse import StockJudged, StockReviewed
from services.warehouse.book.store import Touched
from services.warehouse.book.work import handle
from services.warehouse.review import rules, store
from services.warehouse.review.rules import Sight


async def review(db: Db, orders: Sequence[OrderReceived | OrderClarified]) -> list[StockReviewed | Nothing | NotReady]:
    """The verdict on the current version of each complete order; silent about an older one or an incomplete one."""
    items = {item for order in orders for item in rules.wanted(order)}
    standings, sights = await store.look(db, [order.order_id for order in orders], items)
    outcomes: list[StockReviewed | Nothing | NotReady] = []
    for order in orders:
        if not order.complete or not standings[order.order_id].awaits(order.version):
            outcomes.append(())
        elif item := rules.unseen(order, sights):
            outcomes.append(NotReady(of=(ItemChanged,), key=item))
        else:
            outcomes.append(rules.review(order, sights, clock.today()))
    heard = [one for one, outcome in zip(orders, outcomes, strict=True) if not isinstance(outcome, NotReady)]
    await store.keep(db, [order.order_id for order in heard], [order.version for order in heard], rejected=False)
    return outcomes


async def review_change(db: Db, asked: Sequence[ReviewRequested]) -> list[StockReviewed | Nothing | NotReady]:
    """The verdict on what a changed order still wants; it keeps what it holds (SAL-9)."""
    today, touched = clock.today(), Touched(orders=[one.order_id for one in asked], waiting=False)
    return await handle(db, asked, lambda book, one: rules.review_change(book, one, today), touched)


async def judge(db: Db, trials: Sequence[TrialRequested]) -> list[StockJudged | NotReady]:
    """What a review would say now; nothing is kept of it."""
    items = {item for trial in trials for item in rules.wanted(trial.order)}
    _, sights = await store.look(db, [], items)
    return [_judged(trial, sights) for trial in trials]


def _judged(trial: TrialRequested, sights: Mapping[str, Sight]) -> StockJudged | NotReady:
    if item := rules.unseen(trial.order, sights):
        return NotReady(of=(ItemChanged,), key=item)
    return rules.judge(trial, sights, clock.today())


async def forget(db: Db, orders: Sequence[OrderRejected]) -> list[Nothing]:
    """A rejected order needs no verdict any more."""
    await store.keep(db, [order.order_id for order in orders], [order.version for order in orders], rejected=True)
    return [() for _ in orders]


HANDLES: Mapping[type[Event], Handler] = {
    OrderReceived: review,
    OrderClarified: review,
    OrderRejected: forget,
    ReviewRequested: review_change,
    TrialRequested: judge,
}

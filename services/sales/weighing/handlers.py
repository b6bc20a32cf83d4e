"""Orders whose time has come are weighed again, many at once (SAL-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Handler, Nothing, Reading, Step, Timer
from chassis.opened import on_opened
from contracts.event import Event
from contracts.sales import OrderAccepted, OrderWeighed
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.delay import DelayNews
from services.sales.order.rules.document import Order
from services.sales.order.store import find_to_weigh, masters_of, weigh_these_again
from services.sales.order.work import handle
from services.sales.policy import Policy
from services.sales.weighing import rules, store


async def find_due(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Orders that are more urgent by now, or whose customer's grade is another."""
    return [(str(order_id), order_id) for order_id in await find_to_weigh(db, clock.today())]


async def weigh(db: Db, orders: Sequence[UUID]) -> list[tuple[OrderWeighed | DelayNews, ...]]:
    masters, policy, today = await masters_of(db, orders, []), await holding(db, Policy), clock.today()

    def fold(order: Order, _: OnOrder) -> Step[Order, OrderWeighed | DelayNews]:
        return rules.weigh(order, masters[order.order_id], today, policy)

    return await handle(db, [OnOrder(order_id) for order_id in orders], fold, policy)


@on_opened
async def count_taken(db: Db, accepted: Sequence[OrderAccepted]) -> list[Nothing]:
    """Who took in so many orders in whole that he counts more, his open ones are weighed again; it
    touches no document that lies open."""
    completed = [one.order_id for one in accepted if one.completes_order]
    if completed:
        await store.of_customers(db, completed, (await holding(db, Policy)).cooperation_weights)
    return [() for _ in accepted]


async def find_rounds(db: Reading, _now: datetime) -> list[tuple[str, str]]:
    """The weights that hold, while orders are to be weighed again by them."""
    weights = rules.weights_told(await holding(db, Policy))
    return [("weights", weights)] if await store.to_go_on(db, weights) else []


async def go_round(db: Db, told: Sequence[str]) -> list[Nothing]:
    """The next orders that other weights, another floor or a customer's coming back concern are weighed at once."""
    for weights in told:
        await store.keep_weights(db, weights)
        await weigh_these_again(db, await store.go_on(db), clock.today())
    return [() for _ in told]


TIMERS = (Timer("weighing", find_due, weigh), Timer("rounds", find_rounds, go_round, pace="day"))
HANDLES: Mapping[type[Event], Handler] = {OrderAccepted: count_taken}

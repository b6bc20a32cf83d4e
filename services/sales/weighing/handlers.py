"""Orders whose time has come are weighed again, many at once (SAL-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Reading, Step, Timer
from contracts.sales import OrderWeighed
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.delay import DelayNews
from services.sales.order.rules.document import Order
from services.sales.order.store import find_to_weigh, masters_of
from services.sales.order.work import handle
from services.sales.policy import Policy
from services.sales.weighing import rules


async def find_due(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Orders that are more urgent by now, or whose customer's grade is another."""
    return [(str(order_id), order_id) for order_id in await find_to_weigh(db, clock.today())]


async def weigh(db: Db, orders: Sequence[UUID]) -> list[tuple[OrderWeighed | DelayNews, ...]]:
    masters, policy, today = await masters_of(db, orders, []), await holding(db, Policy), clock.today()

    def fold(order: Order, _: OnOrder) -> Step[Order, OrderWeighed | DelayNews]:
        return rules.weigh(order, masters[order.order_id], today, policy)

    return await handle(db, [OnOrder(order_id) for order_id in orders], fold, policy)


TIMERS = (Timer("weighing", find_due, weigh),)

"""Who of sales sees which orders here is learnt from notify and sales (ALL-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from chassis.http.staff import answer, keep
from contracts.event import Event
from contracts.notify import PersonChanged
from contracts.sales import CustomerChanged, OrderReceived
from services.purchasing.staff import store


async def learn(db: Db, changed: Sequence[PersonChanged]) -> list[Nothing]:
    """Who leads whom, and who stands in for whom."""
    await keep(db, changed)
    return [() for _ in changed]


async def learn_customers(db: Db, changed: Sequence[CustomerChanged]) -> list[Nothing]:
    """Who answers for a customer sees what there is here of his orders."""
    await answer(db, changed)
    return [() for _ in changed]


async def learn_orders(db: Db, orders: Sequence[OrderReceived]) -> list[Nothing]:
    """Whose an order is: nothing else that is heard here tells."""
    await store.learn(db, orders)
    return [() for _ in orders]


HANDLES: Mapping[type[Event], Handler] = {
    PersonChanged: learn,
    CustomerChanged: learn_customers,
    OrderReceived: learn_orders,
}

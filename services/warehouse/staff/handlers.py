"""Who of sales sees which orders here is learnt from notify and sales; who asks is held against it (ALL-3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Handler, Nothing, Reading
from chassis.http.sight import sees_own_alone
from chassis.http.staff import answer, keep, stands_for
from contracts.event import Event
from contracts.notify import PersonChanged
from contracts.sales import CustomerChanged
from services.warehouse.policy import Policy


async def learn(db: Db, changed: Sequence[PersonChanged]) -> list[Nothing]:
    """Who leads whom, and who stands in for whom."""
    await keep(db, changed)
    return [() for _ in changed]


async def learn_customers(db: Db, changed: Sequence[CustomerChanged]) -> list[Nothing]:
    """Who answers for a customer sees what there is here of his orders."""
    await answer(db, changed)
    return [() for _ in changed]


async def sight(db: Reading, person: str, roles: Collection[str]) -> Sequence[str] | None:
    """For whose customers a person is let in (person codes); None where he sees all (ALL-3, ALL-8)."""
    if sees_own_alone(roles) and (await holding(db, Policy)).own_customers_only:
        return await stands_for(db, person, clock.today())
    return None


HANDLES: Mapping[type[Event], Handler] = {PersonChanged: learn, CustomerChanged: learn_customers}

"""What will be short is looked for once a day, when a purchase was made, and when enough is there again (WHS-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Handler, Nothing, Reading, Timer
from contracts.event import Event
from contracts.purchasing import PurchaseOrdered
from contracts.sales import ItemChanged
from services.warehouse.policy import Policy
from services.warehouse.turnover import rules, store
from services.warehouse.turnover.rules import Foresight, Outlook, Terms


async def learn(db: Db, items: Sequence[ItemChanged]) -> list[Nothing]:
    """Each item is looked at from now on."""
    await store.learn(db, [one.item for one in items])
    return [() for _ in items]


async def record_purchase(db: Db, purchases: Sequence[PurchaseOrdered]) -> list[Nothing]:
    """What is bought answers what was foreseen; is it too little, that is said anew."""
    today = clock.today()
    days = [max((one.expected_on - today).days, 0) if one.expected_on else None for one in purchases]
    await store.bought(db, [one.item for one in purchases], days)
    return [() for _ in purchases]


async def find_unseen(db: Reading, _now: datetime) -> list[tuple[str, str]]:
    """Items to be looked at."""
    return [(f"outlook {item}", item) for item in await store.to_look_at(db, clock.today())]


async def look(db: Db, items: Sequence[str]) -> list[tuple[Foresight, ...]]:
    """Each goes on at the pace of its past."""
    policy, today = await holding(db, Policy), clock.today()
    terms = Terms(policy.soon_days, policy.foreseen_ahead_days, policy.foreseen_after_days)
    known = await store.outlooks(db, items, policy.pace_days, clock.now())
    looked = {item: rules.look(outlook, terms, today) for item, outlook in known.items()}
    await store.keep(db, [outlook for outlook, _ in looked.values()], today)
    nothing: tuple[Outlook | None, tuple[Foresight, ...]] = (None, ())
    return [looked.get(item, nothing)[1] for item in items]


HANDLES: Mapping[type[Event], Handler] = {ItemChanged: learn, PurchaseOrdered: record_purchase}
TIMERS = (Timer("outlooks", find_unseen, look, pace="day"),)

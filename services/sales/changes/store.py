"""What a change of an order is judged by (SAL-9, SAL-7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

from chassis import clock
from chassis.handling import Db
from contracts.order import OrderContent
from services.sales.masters.rules import Masters, Units
from services.sales.order import store
from services.sales.order.rules.priority import weighed
from services.sales.policy import Policy


class Known(NamedTuple):
    """What a change of one order is judged by."""

    items: Units
    weigh: Callable[[OrderContent], OrderContent]


async def known_of(db: Db, orders: Sequence[UUID], items: Sequence[str], policy: Policy) -> Mapping[UUID, Known]:
    """By order; ``items`` are those that are to be in it."""
    masters, today = await store.masters_of(db, orders, items), clock.today()
    return {id_: Known(one.items, _weigh(one, today, policy)) for id_, one in masters.items()}


def _weigh(one: Masters, today: date, policy: Policy) -> Callable[[OrderContent], OrderContent]:
    counted = partial(weighed, grade=one.grade, today=today, policy=policy)
    return partial(counted, rates=one.rates, taken=one.taken, floors=one.floors)

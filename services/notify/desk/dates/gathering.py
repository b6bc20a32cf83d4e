"""All key dates of a person, from all that notify knows (NOT-5)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from chassis.handling import Reading
from chassis.http.staff import stands_for
from services.notify.desk.dates import store
from services.notify.desk.dates.view import SHIP_BY, KeyDate
from services.notify.plan.rules.plan import Step
from services.notify.plan.work import plans_of


async def gather(db: Reading, person: str, first: date, last: date) -> list[KeyDate]:
    """Of his orders and customers, and of those whom he leads or for whom he stands in today (``first``)."""
    people = await stands_for(db, person, first)
    his = await store.orders(db, people)
    return [
        *await store.of_orders(db, his, first, last),
        *await _leaving(db, his, first, last),
        *await store.of_documents(db, people, first, last),
    ]


async def _leaving(db: Reading, his: dict[UUID, dict[str, Any]], first: date, last: date) -> list[KeyDate]:
    """When their goods are to leave, by their plans."""
    plans = await plans_of(db, [order_id for order_id, order in his.items() if not order["dispatched"]])
    days = {order_id: step.expected for order_id, plan in plans.items() for step in plan.steps if _is_ahead(step)}
    found = (store.of_order(his[one], SHIP_BY, day) for one, day in days.items() if day)
    return [one for one in found if first <= one.day <= last]


def _is_ahead(step: Step) -> bool:
    return step.milestone == "dispatched" and step.actual is None

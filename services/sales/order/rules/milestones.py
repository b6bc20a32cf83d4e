"""The last days on which an order's steps may happen for all of it to be there on the promised day (SAL-8, SAL-20)."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.value import Value
from services.sales.order.rules.document import Order
from services.sales.order.rules.forecast import transit_of
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy


class Milestones(Value):
    """In the company's zone; with the buffer that the promised day holds, each may come earlier."""

    goods_by: date
    """All goods are in the warehouse, and packing may begin."""
    leaves_by: date
    """All of it has left."""


def milestones_of(order: Order, policy: Policy) -> Milestones | None:
    """None where no day is promised, nobody reckoned the transport, or the promise is too early for them."""
    promised, route = order.content.promised, order.reviews.get("logistics")
    if promised is None or route is None or route.transit_days is None:
        return None
    goods_by = last_day_to_pack(order, promised, policy)
    return Milestones(goods_by=goods_by, leaves_by=promised - transit_of(order)) if _in_time(order, goods_by) else None


def last_day_to_pack(order: Order, last: date, policy: Policy) -> date:
    """On which packing may begin for all to be there on ``last``."""
    leaves = day = last - transit_of(order)
    while working_days_after(day, policy.handling_days, calendar_of(policy.country)) > leaves:
        day -= timedelta(days=1)
    return day


def _in_time(order: Order, goods_by: date) -> bool:
    """Nothing is planned for a day before the order came."""
    return goods_by >= order.received_on

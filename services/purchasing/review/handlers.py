"""Orders that are complete are reviewed (SAL-5)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Db, Handler
from contracts.event import Event
from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived
from services.purchasing.review import rules, store


async def review(db: Db, orders: Sequence[OrderReceived | OrderClarified]) -> list[SupplyReviewed | tuple[()]]:
    """A verdict on each complete version, from our own rows."""
    items = [line.item for order in orders if order.complete for line in order.content.lines if line.item]
    supplies = await store.supplies(db, items) if items else {}
    today = clock.today()
    return [rules.review(order, supplies, today) or () for order in orders]


HEARS: dict[type[Event], Handler] = {OrderReceived: review, OrderClarified: review}

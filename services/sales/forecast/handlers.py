"""What moves an order's day is heard; what nobody moves is looked at when its time is over (SAL-20, NOT-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Handler, Reading, Timer
from chassis.opened import on_opened
from contracts.event import Event
from contracts.logistics import ShipmentDelayed
from contracts.purchasing import (
    PurchaseCancelled,
    PurchaseChanged,
    PurchaseConfirmed,
    PurchaseDelayed,
    PurchaseOrdered,
)
from services.sales.forecast import rules
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.delay import DelayNews
from services.sales.order.store import find_to_look_at
from services.sales.order.work import handle, handle_shared


@on_opened
async def record_purchase(db: Db, events: Sequence[rules.PurchaseNews]) -> list[tuple[DelayNews, ...]]:
    """Each order that it serves, or served until now, is forecast anew."""
    return await handle_shared(db, [(rules.concerned(event), event) for event in events], rules.supplied)


@on_opened
async def record_delay(db: Db, events: Sequence[ShipmentDelayed]) -> list[tuple[DelayNews, ...]]:
    return await handle(db, events, rules.delayed)


async def find_waiting(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Orders that are late by now if nothing has happened."""
    return [(str(order_id), order_id) for order_id in await find_to_look_at(db, clock.today())]


async def look(db: Db, orders: Sequence[UUID]) -> list[tuple[DelayNews, ...]]:
    """They are forecast anew, by the day that it is now."""
    return await handle(db, [OnOrder(order_id) for order_id in orders], rules.looked_at)


HANDLES: Mapping[type[Event], Handler] = {
    PurchaseOrdered: record_purchase,
    PurchaseChanged: record_purchase,
    PurchaseConfirmed: record_purchase,
    PurchaseDelayed: record_purchase,
    PurchaseCancelled: record_purchase,
    ShipmentDelayed: record_delay,
}
TIMERS = (Timer("delays", find_waiting, look, pace="day"),)

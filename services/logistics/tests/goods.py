"""Goods of orders as logistics gets them, and where they are then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import asyncpg

from chassis import clock
from chassis.ids import new_id
from contracts.logistics import ShipmentDispatched
from contracts.warehouse import GoodsPacked
from services.logistics.carriers import handlers as carriers_room
from services.logistics.dispatch.handlers import take_order, take_over
from services.logistics.shipment import store
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.tests.samples import carriers, confirmed, packed, rate


async def with_rates(db: asyncpg.Connection, *offers: tuple[str, str, int, str]) -> None:
    """Each (carrier, mode, days, base price) to Germany."""
    await carriers_room.put_carriers(db, carriers(*(offer[0] for offer in offers)))
    await carriers_room.put_rates(db, [rate(*offer) for offer in offers])  # type: ignore[arg-type]


async def left(db: asyncpg.Connection, promised: date | None = None) -> tuple[GoodsPacked, ShipmentDispatched]:
    """Goods that left by rule, and what was said of them."""
    goods = packed(new_id())
    await take_order(db, [confirmed(goods.order_id, promised=promised)])
    ((event,),) = await take_over(db, [goods])  # type: ignore[misc]
    assert isinstance(event, ShipmentDispatched)
    return goods, event


async def now(db: asyncpg.Connection, shipment_id: UUID) -> Shipment:
    shipment = await store.find(db, shipment_id)
    assert shipment
    return shipment


async def arrived(db: asyncpg.Connection, lane: tuple[str, str], days: Sequence[tuple[date, date, date]]) -> None:
    """Deliveries of a carrier by a mode to Germany: each left, was due and arrived on these days."""
    example, _ = await left(db)
    template = await now(db, example.shipment_id)
    for left_on, due, on in days:
        told: dict[str, Any] = {**vars(template), "shipment_id": new_id(), "number": str(new_id())}
        told |= {"carrier": lane[0], "mode": lane[1], "state": "delivered", "dispatched_on": left_on, "due": due}
        noon = datetime.combine(on, time(12), clock.zone())
        await store.save(db, [Shipment(**{**told, "expected": due, "delivered_at": noon, "proof": "P"})])

"""What the warehouse reserved is released when its settlement is in order (SAL-17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Answer, Db, Handler, Nothing
from chassis.opened import on_opened
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.purchasing import PurchaseImpossible
from contracts.sales import OrderClosed, OrderReleased
from contracts.warehouse import StockReserved, StockShort, StockUnreserved
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.delay import DelayNews
from services.sales.order.work import command, handle, record
from services.sales.release import rules


@on_opened
async def record_reservation(db: Db, events: Sequence[StockReserved]) -> list[tuple[OrderReleased | DelayNews, ...]]:
    """Released with its sales slip, unless a hold or an advance stands against it."""
    return await handle(db, events, rules.reserved)


@on_opened
async def record_short(db: Db, events: Sequence[StockShort]) -> list[tuple[OrderReleased | DelayNews, ...]]:
    """What lacks is recorded, and tells when the order will be there."""
    return await handle(db, events, rules.short)


@on_opened
async def record_unreserved(db: Db, events: Sequence[StockUnreserved]) -> list[tuple[OrderClosed | DelayNews, ...]]:
    """Closes the order, when nothing else was missing."""
    return await handle(db, events, rules.unreserved)


@on_opened
async def record_impossible(db: Db, events: Sequence[PurchaseImpossible]) -> list[Nothing]:
    """Recorded on each order that stays uncovered; the merchandiser acts."""
    served = [(id_, event) for event in events for id_ in dict.fromkeys(each.order_id for each in event.served)]
    await record(db, served, rules.impossible)
    return [() for _ in events]


async def release(db: Db, commands: Sequence[OfShipment]) -> list[Answer[OrderReleased | DelayNews] | Refusal]:
    return await command(db, commands, rules.release)


HANDLES: Mapping[type[Event], Handler] = {
    StockReserved: record_reservation,
    StockShort: record_short,
    StockUnreserved: record_unreserved,
    PurchaseImpossible: record_impossible,
}

"""What the warehouse reserved is released when its settlement is in order (SAL-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.purchasing import PurchaseImpossible
from contracts.sales import OrderClosed, OrderReleased
from contracts.warehouse import StockReleased, StockReserved, StockShort
from services.sales import store as book
from services.sales.order import OfShipment, Order
from services.sales.release import rules
from services.sales.settle import ask, hear, keep, note


async def hear_reserved(db: Db, events: Sequence[StockReserved]) -> list[tuple[OrderReleased, ...]]:
    """order.released with its sales slip, or silence while a hold or an advance stands against it."""
    return await hear(db, events, rules.reserved)


async def hear_short(db: Db, events: Sequence[StockShort]) -> list[tuple[()]]:
    return await note(db, events, rules.short)


async def hear_unreserved(db: Db, events: Sequence[StockReleased]) -> list[tuple[OrderClosed, ...]]:
    """order.closed, when nothing else was missing."""
    return await hear(db, events, rules.unreserved)


async def hear_impossible(db: Db, events: Sequence[PurchaseImpossible]) -> list[tuple[()]]:
    """Noted on each order that stays uncovered; the merchandiser acts."""
    about: dict[UUID, list[PurchaseImpossible]] = defaultdict(list)
    for event in events:
        for order_id in dict.fromkeys(served.order_id for served in event.served):
            about[order_id].append(event)
    entries = await book.load(db, list(about))
    noted = {id_: _noted(entry.order, about[id_]) for id_, entry in entries.items()}
    await keep(db, {id_: (o, entries[id_].hold) for id_, o in noted.items() if o is not entries[id_].order})
    return [() for _ in events]


async def release(db: Db, commands: Sequence[OfShipment]) -> list[Answer | Refusal]:
    """order.released"""
    return await ask(db, commands, rules.release)


def _noted(order: Order, events: Sequence[PurchaseImpossible]) -> Order:
    for event in events:
        order = rules.impossible(order, event)
    return order


HANDLES: dict[type[Event], Handler] = {
    StockReserved: hear_reserved,
    StockShort: hear_short,
    StockReleased: hear_unreserved,
    PurchaseImpossible: hear_impossible,
}

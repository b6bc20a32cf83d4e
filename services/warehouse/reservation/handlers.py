"""Orders confirmed, changed, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler
from chassis.ids import new_id
from contracts.event import Event
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from services.warehouse.book.store import open_book, save_book
from services.warehouse.reservation import rules
from services.warehouse.reservation.rules import Undone


async def reserve(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> list[tuple[Undone, ...]]:
    """Answer each version with what is reserved and what is short."""
    items = {line.item for order in orders for line in order.content.lines}
    book = await open_book(db, orders=(order.order_id for order in orders), items=items)
    outcomes = [rules.answer(book, order, iter(new_id, None)) for order in orders]
    await save_book(db, book)
    return outcomes


async def release(db: Db, orders: Sequence[OrderCancelled]) -> list[tuple[Undone, ...]]:
    """Undo what is not packed yet."""
    book = await open_book(db, orders=(order.order_id for order in orders))
    outcomes = [rules.cancel(book, order, iter(new_id, None)) for order in orders]
    await save_book(db, book)
    return outcomes


HANDLES: Mapping[type[Event], Handler] = {OrderConfirmed: reserve, OrderChanged: reserve, OrderCancelled: release}

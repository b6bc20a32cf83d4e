"""Orders confirmed, changed, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from chassis.ids import ids
from contracts.event import Event
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed, OrderWeighed
from services.warehouse.book.rules.deal import Redeal
from services.warehouse.book.store import Touched
from services.warehouse.book.work import handle
from services.warehouse.reservation import rules


async def reserve(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> list[tuple[Redeal, ...]]:
    """Answer each version with what is reserved and what is short."""
    items = {line.item for order in orders for line in order.content.lines}
    touched, new = Touched(orders=[order.order_id for order in orders], items=items), ids()
    return await handle(db, orders, lambda book, order: rules.answer(book, order, new), touched)


async def release(db: Db, orders: Sequence[OrderCancelled]) -> list[tuple[Redeal, ...]]:
    """Undo what is not packed yet."""
    touched, new = Touched(orders=[order.order_id for order in orders]), ids()
    return await handle(db, orders, lambda book, order: rules.cancel(book, order, new), touched)


async def weigh(db: Db, orders: Sequence[OrderWeighed]) -> list[Nothing]:
    """Goods are dealt by it from now on (SAL-7)."""
    touched = Touched(orders=[order.order_id for order in orders])
    await handle(db, orders, rules.weigh, touched)
    return [() for _ in orders]


HANDLES: Mapping[type[Event], Handler] = {
    OrderConfirmed: reserve,
    OrderChanged: reserve,
    OrderCancelled: release,
    OrderWeighed: weigh,
}

"""What orders and the shelf lack is heard; purchases that cover it are said (PUR-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, NotReady
from contracts.event import Event
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.warehouse import StockLow, StockReserved, StockShort, StockUnreserved
from services.purchasing.ledger.rules.news import Followed
from services.purchasing.ledger.store import Touched
from services.purchasing.ledger.work import handle
from services.purchasing.needs import rules


async def take_versions(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> list[tuple[Followed, ...]]:
    """The order's purchases are dealt anew when it needs any."""
    touched = Touched(orders=[order.order_id for order in orders])
    return await handle(db, orders, rules.take_versions, touched, rules.cause_of_order)


async def take_cancels(db: Db, orders: Sequence[OrderCancelled]) -> list[tuple[Followed, ...]]:
    """The order needs nothing any more."""
    touched = Touched(orders=[order.order_id for order in orders])
    return await handle(db, orders, rules.take_cancels, touched, rules.cause_of_order)


async def take_states(db: Db, states: Sequence[StockReserved | StockShort]) -> list[tuple[Followed, ...] | NotReady]:
    """What an order lacks now."""
    items = {item for state in states for item in rules.cause_of_state(state).items}
    touched = Touched(items=items, orders=[state.order_id for state in states])
    return await handle(db, states, rules.take_states, touched, rules.cause_of_state, rules.too_early)


async def take_unreserved(db: Db, unreserved: Sequence[StockUnreserved]) -> list[tuple[Followed, ...]]:
    """Goods went back on the shelf; nothing else is lacked: nothing is done."""
    items = [cover.item for message in unreserved for cover in message.cover]
    if not items:
        return [() for _ in unreserved]
    return await handle(db, unreserved, rules.take_released, Touched(items=items), rules.cause_of_unreserved)


async def take_lows(db: Db, lows: Sequence[StockLow]) -> list[tuple[Followed, ...]]:
    """The shelf is to be filled up again: a purchase that serves nobody (WHS-7)."""
    items = {item for low in lows for item in rules.cause_of_low(low).items}
    return await handle(db, lows, rules.take_lows, Touched(items=items), rules.cause_of_low)


HANDLES: Mapping[type[Event], Handler] = {
    OrderConfirmed: take_versions,
    OrderChanged: take_versions,
    OrderCancelled: take_cancels,
    StockShort: take_states,
    StockReserved: take_states,
    StockUnreserved: take_unreserved,
    StockLow: take_lows,
}

"""Stock that is otherwise than was thought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.warehouse import StockAdjusted
from services.finance.account import store as accounts
from services.finance.item_cost import work as item_cost


async def take_adjustments(db: Db, adjusted: Sequence[StockAdjusted]) -> list[Nothing]:
    """At the average of their items."""
    stock = await item_cost.hold(db, (told.item for told in adjusted))
    await accounts.post(db, [entry for told in adjusted for entry in stock.adjust(told)], clock.today())
    await item_cost.save(db, stock)
    return [() for _ in adjusted]


HANDLES: Mapping[type[Event], Handler] = {StockAdjusted: take_adjustments}

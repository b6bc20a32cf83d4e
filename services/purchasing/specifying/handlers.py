"""What orders say of the goods of their lines is kept, version by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.sales import OrderChanged, OrderConfirmed
from services.purchasing.specifying import store
from services.purchasing.specifying.rules import kept


async def keep_words(db: Db, orders: Sequence[OrderConfirmed | OrderChanged]) -> list[Nothing]:
    """No statement for orders whose lines are as their items are."""
    if saying := [one for one in orders if kept(one)]:
        await store.keep(db, saying)
    return [() for _ in orders]


HANDLES: Mapping[type[Event], Handler] = {OrderConfirmed: keep_words, OrderChanged: keep_words}

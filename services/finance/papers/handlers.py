"""What invoices as data tell of items is learned from sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.sales import ItemChanged
from services.finance.papers import store


async def learn(db: Db, changed: Sequence[ItemChanged]) -> list[Nothing]:
    await store.keep_items(db, changed)
    return [() for _ in changed]


HANDLES: Mapping[type[Event], Handler] = {ItemChanged: learn}

"""Each version of an order is kept as sales said it (SAL-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, Nothing
from chassis.opened import on_opened
from contracts.event import Event
from contracts.sales import OrderChanged, OrderConfirmed
from services.sales.versions import store


@on_opened
async def keep_version(db: Db, events: Sequence[OrderConfirmed | OrderChanged]) -> list[Nothing]:
    """It touches no document that lies open."""
    await store.keep(db, events, clock.now())
    return [() for _ in events]


HANDLES: Mapping[type[Event], Handler] = {OrderConfirmed: keep_version, OrderChanged: keep_version}

"""Goods are asked back, or left with their customer after all; in whichever order that is heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.sales import ReturnRequested, ReturnWaived
from services.warehouse.expecting_back import store


async def expect(db: Db, requested: Sequence[ReturnRequested]) -> list[Nothing]:
    """Awaited from now on, unless it is back already."""
    await store.ask(db, requested, clock.today())
    return [() for _ in requested]


async def give_up(db: Db, waived: Sequence[ReturnWaived]) -> list[Nothing]:
    """The customer keeps them: nobody awaits them any more."""
    await store.waive(db, waived, clock.today())
    return [() for _ in waived]


HANDLES: Mapping[type[Event], Handler] = {ReturnRequested: expect, ReturnWaived: give_up}

"""Goods that are asked back (SAL-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Answer, Db, Handler
from chassis.opened import on_opened
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.sales import OrderClosed, ReturnWaived
from contracts.warehouse import ReturnReceived
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.delay import DelayNews
from services.sales.order.work import command, handle
from services.sales.returns import rules


@on_opened
async def record_return(db: Db, events: Sequence[ReturnReceived]) -> list[tuple[OrderClosed | DelayNews, ...]]:
    """Closes the order, when nothing else was missing."""
    return await handle(db, events, rules.returned)


async def waive_return(
    db: Db, commands: Sequence[OfShipment]
) -> list[Answer[ReturnWaived | OrderClosed | DelayNews] | Refusal]:
    """Closes the order, when nothing else was missing."""
    return await command(db, commands, lambda order, asked, _hold: rules.waive_return(order, asked))


HANDLES: Mapping[type[Event], Handler] = {ReturnReceived: record_return}

"""Goods that are asked back (SAL-9)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.sales import OrderClosed
from contracts.warehouse import ReturnReceived
from services.sales.order import OfShipment
from services.sales.returns import rules
from services.sales.settle import ask, hear


async def hear_returned(db: Db, events: Sequence[ReturnReceived]) -> list[tuple[OrderClosed, ...]]:
    """order.closed, when nothing else was missing."""
    return await hear(db, events, rules.returned)


async def waive_return(db: Db, commands: Sequence[OfShipment]) -> list[Answer | Refusal]:
    """return.waived"""
    return await ask(db, commands, lambda order, asked, _hold: rules.waive_return(order, asked))


HANDLES: dict[type[Event], Handler] = {ReturnReceived: hear_returned}

"""Lots are looked at when their last day comes near, and when they are gone (WHS-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Reading, Timer
from contracts.warehouse import LotExpiring, LotGone
from services.warehouse.expiring import rules, store
from services.warehouse.expiring.rules import Said
from services.warehouse.policy import Policy


async def find_near(db: Reading, _now: datetime) -> list[tuple[str, str]]:
    """Lots of which something is to be said."""
    until = clock.today() + timedelta(days=(await holding(db, Policy)).expiring_days)
    return [(f"expiring {receipt}", receipt) for receipt in await store.to_look_at(db, until)]


async def look(db: Db, receipts: Sequence[str]) -> list[tuple[Said, ...]]:
    """Say it of each, once."""
    days, today = (await holding(db, Policy)).expiring_days, clock.today()
    lots = await store.load(db, receipts)
    said = {receipt: rules.look(lot, days, today) for receipt, lot in lots.items()}
    told = [lots[receipt] for receipt, event in said.items() if isinstance(event, LotExpiring)]
    gone = [lots[receipt] for receipt, event in said.items() if isinstance(event, LotGone)]
    await store.keep(db, told, gone, today)
    return [(event,) if (event := said.get(receipt)) else () for receipt in receipts]


TIMERS = (Timer("expiring", find_near, look, pace="day"),)

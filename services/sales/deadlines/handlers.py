"""Documents are looked at for their days (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.handling import Db, Reading, Timer
from services.sales.deadlines import rules, store
from services.sales.deadlines.rules import Said


async def find_news(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Documents of which something is to be said."""
    return [(f"deadline {one}", one) for one in await store.to_look_at(db, clock.today())]


async def look(db: Db, documents: Sequence[UUID]) -> list[tuple[Said, ...]]:
    """Say it of each, once; whoever changed it, by a command, an event or a handover."""
    known = await store.load(db, documents)
    said = {one: event for one, waiting in known.items() if (event := rules.look(waiting))}
    await store.keep(db, list(said.values()))
    return [(said[one],) if one in said else () for one in documents]


TIMERS = (Timer("deadlines", find_news, look, pace="day"),)

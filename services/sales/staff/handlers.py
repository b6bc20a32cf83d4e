"""The staff is learnt from notify."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from chassis.http.staff import keep
from contracts.event import Event
from contracts.notify import PersonChanged


async def learn(db: Db, changed: Sequence[PersonChanged]) -> list[Nothing]:
    """Who leads whom, and who stands in for whom."""
    await keep(db, changed)
    return [() for _ in changed]


HANDLES: Mapping[type[Event], Handler] = {PersonChanged: learn}

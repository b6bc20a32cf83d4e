"""Rates are learnt from finance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.finance import RatesChanged
from services.purchasing.currencies import store


async def learn(db: Db, changed: Sequence[RatesChanged]) -> list[Nothing]:
    """Amounts are compared by them from now on."""
    await store.keep(db, changed)
    return [() for _ in changed]


HANDLES: Mapping[type[Event], Handler] = {RatesChanged: learn}

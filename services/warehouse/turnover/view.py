"""What people see of an item's pace."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import asyncpg
from pydantic import BaseModel

from chassis.http.page import Page
from services.warehouse.turnover.rules import Past

TOLD = ("item", "place", "on_hand", "available", "last_left", "since", "slow", "lead_days", "foreseen")


class ItemPace(BaseModel):
    """``available`` is free and bought for nobody; ``issued`` and ``average`` are of the time since ``since`` (UTC).

    ``last_left`` is None where nothing left within the company's figures of days. ``lead_days`` is what its last
    purchase was to take; ``foreseen``: what is bought now may come after the last of it has gone.
    """

    item: str
    place: str
    on_hand: Decimal
    available: Decimal
    issued: Decimal
    average: Decimal
    turns_per_year: Decimal | None
    lasts_days: Decimal | None
    last_left: datetime | None
    since: datetime
    slow: bool
    running_out: bool
    lead_days: int | None
    foreseen: bool

    @classmethod
    def of(cls, row: asyncpg.Record, at: datetime) -> ItemPace:
        past = Past(row["since"], at, row["issued"], row["average"])
        told = {name: row[name] for name in TOLD}
        return cls(
            **told,
            issued=past.issued,
            average=past.average.quantize(Decimal("0.001")),
            turns_per_year=past.turns_per_year,
            lasts_days=past.lasts_days(row["available"]),
            running_out=row["soon"],
        )


class Paces(Page[ItemPace, str]):
    """A page of items; ``next`` is the cursor of the page after it."""

"""Plans of tours in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.logistics.tour.rules import LeftOut, Tour, TourPlan

COLUMNS = "plan_id, number, depot, day, asked_by, asked_at, state, tours, left_out"
LOAD = f"SELECT {COLUMNS} FROM tour_plan WHERE plan_id = ANY($1::uuid[]) ORDER BY plan_id FOR UPDATE"
SAVE = f"""
INSERT INTO tour_plan ({COLUMNS})
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::text[], $6::timestamptz[], $7::text[],
    $8::jsonb[], $9::jsonb[])
ON CONFLICT (plan_id) DO UPDATE SET state = EXCLUDED.state, tours = EXCLUDED.tours, left_out = EXCLUDED.left_out
"""
OF_DAY = f"SELECT {COLUMNS} FROM tour_plan WHERE day = $1 ORDER BY plan_id"
NUMBERED = "SELECT plan_id FROM tour_plan WHERE number = upper($1)"
FROM_DAY = f"""
SELECT {COLUMNS} FROM tour_plan WHERE day >= $1 AND state = 'planned' AND ($2::uuid IS NULL OR plan_id > $2)
ORDER BY plan_id LIMIT $3
"""
NEXT = f"SELECT {COLUMNS} FROM tour_plan WHERE state = 'asked' ORDER BY asked_at LIMIT 1"


async def load(db: Db, plans: Sequence[UUID]) -> dict[UUID, TourPlan]:
    """Under their lock."""
    return {row["plan_id"]: _plan(row) for row in await db.fetch(LOAD, plans)}


async def save(db: Db, plans: Sequence[TourPlan]) -> None:
    if plans:
        await db.execute(SAVE, *(list(column) for column in zip(*map(_row, plans), strict=True)))


async def of_day(db: Reading, day: date) -> list[TourPlan]:
    return [_plan(row) for row in await db.fetch(OF_DAY, day)]


async def from_day(db: Reading, day: date, after: UUID | None, limit: int) -> list[TourPlan]:
    """Planned for this day or later."""
    return [_plan(row) for row in await db.fetch(FROM_DAY, day, after, limit)]


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def next_asked(db: Reading) -> TourPlan | None:
    """The one that waits longest."""
    row = await db.fetchrow(NEXT)
    return _plan(row) if row else None


def _row(p: TourPlan) -> tuple[object, ...]:
    head = (p.plan_id, p.number, p.depot, p.day, p.asked_by, p.asked_at, p.state)
    return (*head, storable(p.tours), storable(p.left_out))


def _plan(row: asyncpg.Record) -> TourPlan:
    documents = {"tours": stored(tuple[Tour, ...], row["tours"])}
    return TourPlan(**{**row, **documents, "left_out": stored(tuple[LeftOut, ...], row["left_out"])})

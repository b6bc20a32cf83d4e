"""Failure modes, each one document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.warehouse.failure_mode.rules import FailureMode

LOAD = "SELECT document::text FROM failure_mode WHERE code = ANY($1::text[])"
SAVE = """
INSERT INTO failure_mode (code, item, risk, due_on, cases, document)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::date[], $5::int[], $6::json[])
ON CONFLICT (code) DO UPDATE SET risk = EXCLUDED.risk, due_on = EXCLUDED.due_on, cases = EXCLUDED.cases,
    document = EXCLUDED.document
"""
LISTED = "SELECT document::text FROM failure_mode WHERE $1::text IS NULL OR code > $1 ORDER BY code LIMIT $2"
OF_ITEM = """
SELECT document::text FROM failure_mode WHERE item = $3 AND ($1::text IS NULL OR code > $1) ORDER BY code LIMIT $2
"""
WAITING = """
SELECT document::text FROM failure_mode WHERE due_on <= $1
UNION ALL SELECT document::text FROM failure_mode WHERE due_on IS NULL AND (risk IS NULL OR risk > $2)
"""


async def load(db: Reading, codes: Sequence[str]) -> dict[str, FailureMode]:
    found = [stored(FailureMode, row["document"]) for row in await db.fetch(LOAD, list(codes))]
    return {one.code: one for one in found}


async def save(db: Db, modes: Sequence[FailureMode]) -> None:
    """Each whole; of one code there is one in a batch."""
    if modes:
        rows = [(one.code, one.item, one.risk, one.due_on, len(one.cases), storable(one)) for one in modes]
        await db.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)))


async def listed(db: Reading, item: str | None, after: str | None, limit: int) -> list[FailureMode]:
    """By code, after a cursor; of an item, or of all."""
    found = await (db.fetch(OF_ITEM, after, limit, item) if item else db.fetch(LISTED, after, limit))
    return [stored(FailureMode, row["document"]) for row in found]


async def waiting(db: Reading, today: date, risk_limit: int) -> list[FailureMode]:
    """Those that nobody rated, those above the limit for which nobody does anything, and actions that are due."""
    return [stored(FailureMode, row["document"]) for row in await db.fetch(WAITING, today, risk_limit)]

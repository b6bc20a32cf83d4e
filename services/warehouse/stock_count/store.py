"""Stock counts, each one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.warehouse.stock_count.rules import StockCount

LOAD = "SELECT document::text FROM stock_count WHERE stock_count_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO stock_count (stock_count_id, number, state, items, document) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (stock_count_id) DO UPDATE SET state = EXCLUDED.state, items = EXCLUDED.items, document = EXCLUDED.document
"""
LISTED = """
SELECT document::text FROM stock_count WHERE $1::uuid IS NULL OR stock_count_id > $1 ORDER BY stock_count_id LIMIT $2
"""
WAITING = """
SELECT document::text FROM stock_count WHERE state IN ('to count', 'counted')
AND ($1::uuid IS NULL OR stock_count_id > $1) ORDER BY stock_count_id LIMIT $2
"""
NAMED = """
SELECT document::text FROM stock_count WHERE stock_count_id IN (
    SELECT stock_count_id FROM stock_count WHERE number = upper($1)
    UNION ALL SELECT stock_count_id FROM stock_count
              WHERE state IN ('to count', 'counted') AND (items @> ARRAY[$1] OR document ->> 'place' = $1)
) ORDER BY stock_count_id LIMIT $2
"""
NUMBERED = "SELECT stock_count_id FROM stock_count WHERE number = upper($1)"
LYING_AT = """
SELECT place, array_agg(item ORDER BY item) AS items FROM (
    SELECT place, item FROM stock WHERE place = ANY($1::text[]) AND place <> ''
    UNION SELECT place, item FROM quant WHERE place = ANY($1::text[]) AND place <> ''
) lying GROUP BY place
"""
BEING_COUNTED = """
SELECT item, number FROM stock_count, unnest(items) item WHERE state IN ('to count', 'counted') AND items && $1::text[]
"""
BEING_PICKED = """
SELECT DISTINCT part ->> 'item' AS item FROM shipment, jsonb_array_elements(lines) part
WHERE state = 'to_pack' AND part ->> 'item' = ANY($1::text[])
"""


async def load(db: Reading, counts: Sequence[UUID]) -> dict[UUID, StockCount]:
    found = [stored(StockCount, row["document"]) for row in await db.fetch(LOAD, list(counts))]
    return {one.stock_count_id: one for one in found}


async def save(db: Db, counts: Sequence[StockCount]) -> None:
    """Each whole; of one there is one in a batch."""
    if counts:
        rows = [(one.stock_count_id, one.number, one.state, list(one.items), storable(one)) for one in counts]
        await db.executemany(SAVE, rows)


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The count that people call CT-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, after: UUID | None, limit: int) -> list[StockCount]:
    """In the order of their opening, after a cursor."""
    return [stored(StockCount, row["document"]) for row in await db.fetch(LISTED, after, limit)]


async def waiting(db: Reading, after: UUID | None, limit: int) -> list[StockCount]:
    """Those that are not counted or not settled yet."""
    return [stored(StockCount, row["document"]) for row in await db.fetch(WAITING, after, limit)]


async def named(db: Reading, name: str, limit: int) -> list[StockCount]:
    """By its number; those that are open, by their place or one of their items."""
    return [stored(StockCount, row["document"]) for row in await db.fetch(NAMED, name, limit)]


async def lying_at(db: Reading, places: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By place the items that have it as their own, or lie there."""
    return {row["place"]: tuple(row["items"]) for row in await db.fetch(LYING_AT, list(places))}


async def being_counted(db: Reading, items: Sequence[str]) -> dict[str, str]:
    """By item the number of the count that is open of it."""
    return {row["item"]: row["number"] for row in await db.fetch(BEING_COUNTED, list(items))}


async def being_picked(db: Reading, items: Sequence[str]) -> frozenset[str]:
    """Those of the items that a storekeeper is to pack."""
    return frozenset(row["item"] for row in await db.fetch(BEING_PICKED, list(items)))

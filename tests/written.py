"""What a transaction writes: how many rows, and how many of them in place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from chassis.handling import Reading

WRITTEN = """
SELECT relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
PARTIAL = """
SELECT indexrelid::regclass::text, indrelid::regclass::text, pg_get_expr(indpred, indrelid) FROM pg_index
WHERE indpred IS NOT NULL AND indrelid = ANY(
    SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
"""


class Rows(NamedTuple):
    """``in_place``: of the updated ones, those that touched no index (heap-only)."""

    inserted: int = 0
    updated: int = 0
    in_place: int = 0
    deleted: int = 0


@asynccontextmanager
async def written(db: Reading) -> AsyncIterator[dict[str, Rows]]:
    """`async with written(db) as rows:` has what was written inside the block, by table, after it."""
    before, rows = await _so_far(db), dict[str, Rows]()
    yield rows
    for table, now in (await _so_far(db)).items():
        since = Rows(*(n - m for n, m in zip(now, before.get(table, Rows()), strict=True)))
        if any(since):
            rows[table] = since


async def _so_far(db: Reading) -> dict[str, Rows]:
    return {table: Rows(*counts) for table, *counts in await db.fetch(WRITTEN)}


async def rows_of_partial_indexes(db: Reading) -> dict[str, int]:
    """How many rows each partial index holds, of those that hold any."""
    sizes = [
        f"SELECT '{name}' AS name, count(*) AS rows FROM {table} WHERE {condition}"
        for name, table, condition in await db.fetch(PARTIAL)
    ]
    return {row["name"]: row["rows"] for row in await db.fetch(" UNION ALL ".join(sizes)) if row["rows"]}

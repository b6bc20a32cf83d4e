"""What a transaction writes: how many rows, and how many of them in place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import asyncpg

WRITTEN = """
SELECT relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


class Rows(NamedTuple):
    """``in_place``: of the updated ones, those that touched no index (heap-only)."""

    inserted: int = 0
    updated: int = 0
    in_place: int = 0
    deleted: int = 0


@asynccontextmanager
async def written(db: asyncpg.Connection) -> AsyncIterator[dict[str, Rows]]:
    """`async with written(db) as rows:` has what was written inside the block, by table, after it."""
    before, rows = await _so_far(db), dict[str, Rows]()
    yield rows
    for table, now in (await _so_far(db)).items():
        since = Rows(*(n - m for n, m in zip(now, before.get(table, Rows()), strict=True)))
        if any(since):
            rows[table] = since


async def _so_far(db: asyncpg.Connection) -> dict[str, Rows]:
    return {table: Rows(*counts) for table, *counts in await db.fetch(WRITTEN)}

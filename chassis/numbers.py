"""Numbers that people say: gapless per series and year, SO-2026-000123."""

from __future__ import annotations

from chassis.handling import Db

TAKE = """
INSERT INTO series (name, year, last) VALUES ($1, $2, $3)
ON CONFLICT (name, year) DO UPDATE SET last = series.last + EXCLUDED.last
RETURNING last
"""


async def take_numbers(db: Db, series: str, year: int, count: int) -> list[str]:
    """The next ``count`` numbers of a series; locks its counter until commit, so take them last, once per batch."""
    if count == 0:
        return []
    last = await db.fetchval(TAKE, series, year, count)
    return [f"{series}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]

"""Numbers that people say: gapless per series and year, SO-2026-000123."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.handling import Db

TAKE = """
INSERT INTO series (name, year, last) VALUES ($1, $2, $3)
ON CONFLICT (name, year) DO UPDATE SET last = series.last + EXCLUDED.last
RETURNING last
"""
TAKE_SPARE = "SELECT take_spare($1, $2, $3, $4)"


async def take_numbers(db: Db, series: str, year: int, count: int) -> list[str]:
    """The next ``count`` numbers of a series; locks its counter until commit, so take them last, once per batch."""
    if count == 0:
        return []
    last = await db.fetchval(TAKE, series, year, count)
    return _called(series, year, range(last - count + 1, last + 1))


async def take_spare_numbers(db: Db, series: str, year: int, count: int, ahead: int) -> list[str]:
    """The next ``count``, of which ``ahead`` are drawn beforehand: who takes some waits for nobody (decision 0062).

    Those of a transaction that rolls back are taken next: for papers whose numbers may be out of turn for a moment.
    """
    return _called(series, year, await db.fetchval(TAKE_SPARE, series, year, count, ahead)) if count else []


def _called(series: str, year: int, numbers: Iterable[int]) -> list[str]:
    return [f"{series}-{year}-{number:06d}" for number in numbers]

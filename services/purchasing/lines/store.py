"""Lines, their maintenance, and what they make."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Db, Reading
from services.purchasing.production.rules.lines import Line, LineItem, Maintenance

KEEP_LINES = """
INSERT INTO line (line, name, shifts, shift_minutes, active)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::bool[])
ON CONFLICT (line) DO UPDATE SET
    name = EXCLUDED.name, shifts = EXCLUDED.shifts, shift_minutes = EXCLUDED.shift_minutes, active = EXCLUDED.active
"""
LIST = """
SELECT line, name, shifts, shift_minutes, active FROM line WHERE ($1::text IS NULL OR line > $1) ORDER BY line LIMIT $2
"""
KEEP_MAINTENANCE = """
INSERT INTO line_maintenance (line, first_on, until_on, minutes, reason)
SELECT * FROM unnest($1::text[], $2::date[], $3::date[], $4::int[], $5::text[])
ON CONFLICT (line, first_on) DO UPDATE SET
    until_on = EXCLUDED.until_on, minutes = EXCLUDED.minutes, reason = EXCLUDED.reason
"""
KEEP_ITEMS = """
INSERT INTO line_item (item, line, rank, minutes_per_unit, amount, currency)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::numeric[], $5::numeric[], $6::text[])
ON CONFLICT (item, line) DO UPDATE SET
    rank = EXCLUDED.rank, minutes_per_unit = EXCLUDED.minutes_per_unit, amount = EXCLUDED.amount,
    currency = EXCLUDED.currency
"""
MADE_ON = "SELECT line, array_agg(item) AS items FROM line_item WHERE line = ANY($1::text[]) GROUP BY line"


async def keep_lines(db: Db, lines: Sequence[Line]) -> None:
    rows = [(one.line, one.name, one.shifts, one.shift_minutes, one.active) for one in lines]
    await db.execute(KEEP_LINES, *(list(column) for column in zip(*rows, strict=True)))


async def page(db: Reading, after: str | None, limit: int) -> list[Line]:
    """Lines by code."""
    return [Line(**row) for row in await db.fetch(LIST, after, limit)]


async def keep_maintenance(db: Db, kept: Sequence[Maintenance]) -> None:
    """Of a line one that begins on a day; told anew, the last holds."""
    rows = [(one.line, one.first_on, one.until_on, one.minutes, one.reason) for one in kept]
    await db.execute(KEEP_MAINTENANCE, *(list(column) for column in zip(*rows, strict=True)))


async def keep_items(db: Db, kept: Sequence[LineItem]) -> None:
    rows = [
        (one.item, one.line, one.rank, one.minutes_per_unit, one.cost_per_unit.amount, one.cost_per_unit.currency)
        for one in kept
    ]
    await db.execute(KEEP_ITEMS, *(list(column) for column in zip(*rows, strict=True)))


async def made_on(db: Reading, codes: Sequence[str]) -> dict[str, frozenset[str]]:
    """By line the items that it makes."""
    return {row["line"]: frozenset(row["items"]) for row in await db.fetch(MADE_ON, list(codes))}

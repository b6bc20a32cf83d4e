"""Lines, their maintenance, and what they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from contracts.money import Money
from services.purchasing.lines.rules import Line, LineItem, Maintenance, capacity, working_days_of
from services.purchasing.production import store as production
from services.purchasing.production.rules.planning import Free

KEEP_LINES = """
INSERT INTO line (line, name, shifts, shift_minutes, active)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::bool[])
ON CONFLICT (line) DO UPDATE SET
    name = EXCLUDED.name, shifts = EXCLUDED.shifts, shift_minutes = EXCLUDED.shift_minutes, active = EXCLUDED.active
"""
LINES = "SELECT line, name, shifts, shift_minutes, active FROM line WHERE line = ANY($1::text[])"
LIST = """
SELECT line, name, shifts, shift_minutes, active FROM line WHERE ($1::text IS NULL OR line > $1) ORDER BY line LIMIT $2
"""
KEEP_MAINTENANCE = """
INSERT INTO line_maintenance (line, first_on, until_on, minutes, reason)
SELECT * FROM unnest($1::text[], $2::date[], $3::date[], $4::int[], $5::text[])
ON CONFLICT (line, first_on) DO UPDATE SET
    until_on = EXCLUDED.until_on, minutes = EXCLUDED.minutes, reason = EXCLUDED.reason
"""
MAINTENANCE = """
SELECT line, first_on, until_on, minutes, reason FROM line_maintenance
WHERE line = ANY($1::text[]) AND until_on >= $2 AND minutes > 0 ORDER BY line, first_on
"""
KEEP_ITEMS = """
INSERT INTO line_item (item, line, rank, minutes_per_unit, amount, currency)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::numeric[], $5::numeric[], $6::text[])
ON CONFLICT (item, line) DO UPDATE SET
    rank = EXCLUDED.rank, minutes_per_unit = EXCLUDED.minutes_per_unit, amount = EXCLUDED.amount,
    currency = EXCLUDED.currency
"""
MAKERS = """
SELECT i.item, i.line, i.rank, i.minutes_per_unit, i.amount, i.currency
FROM line_item i JOIN line l USING (line) WHERE i.item = ANY($1::text[]) AND l.active ORDER BY i.item, i.rank, i.line
"""


async def keep_lines(db: Db, lines: Sequence[Line]) -> None:
    rows = [(one.line, one.name, one.shifts, one.shift_minutes, one.active) for one in lines]
    await db.execute(KEEP_LINES, *(list(column) for column in zip(*rows, strict=True)))


async def lines(db: Reading, codes: Sequence[str]) -> dict[str, Line]:
    """Those of them that are known."""
    return {row["line"]: Line(**row) for row in await db.fetch(LINES, list(codes))}


async def page(db: Reading, after: str | None, limit: int) -> list[Line]:
    """Lines by code."""
    return [Line(**row) for row in await db.fetch(LIST, after, limit)]


async def keep_maintenance(db: Db, kept: Sequence[Maintenance]) -> None:
    """Of a line one that begins on a day; told anew, the last holds."""
    rows = [(one.line, one.first_on, one.until_on, one.minutes, one.reason) for one in kept]
    await db.execute(KEEP_MAINTENANCE, *(list(column) for column in zip(*rows, strict=True)))


async def maintenance(db: Reading, codes: Sequence[str], since: date) -> list[Maintenance]:
    """Of these lines what is not over on that day."""
    return [Maintenance(**row) for row in await db.fetch(MAINTENANCE, list(codes), since)]


async def keep_items(db: Db, kept: Sequence[LineItem]) -> None:
    rows = [
        (one.item, one.line, one.rank, one.minutes_per_unit, one.cost_per_unit.amount, one.cost_per_unit.currency)
        for one in kept
    ]
    await db.execute(KEEP_ITEMS, *(list(column) for column in zip(*rows, strict=True)))


async def makers(db: Reading, items: Sequence[str]) -> list[LineItem]:
    """The active lines that make these items, by item the primary one first."""
    return [_line_item(row) for row in await db.fetch(MAKERS, list(items))]


async def free(
    db: Reading, codes: Sequence[str], since: date, country: str, but: Sequence[UUID] = ()
) -> Callable[[str], Free]:
    """By line the minutes of a day that no production order takes; ``but`` these orders."""
    known, still = await lines(db, codes), await maintenance(db, codes, since)
    taken, works_on = await production.taken(db, codes, since, but), cache(working_days_of(country))

    def of(line: str) -> Free:
        windows = [one for one in still if one.line == line]
        return lambda day: capacity(known[line], windows, day, works_on) - taken.get((line, day), 0)

    return of


def _line_item(row: Record) -> LineItem:
    cost = Money(amount=row["amount"], currency=row["currency"])
    facts = {name: row[name] for name in ("item", "line", "rank", "minutes_per_unit")}
    return LineItem(cost_per_unit=cost, **facts)

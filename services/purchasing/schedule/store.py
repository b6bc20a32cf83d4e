"""What stands on production lines between two days, read in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from asyncpg import Record

from chassis.handling import Reading
from chassis.stored import stored
from services.purchasing.production.rules.lines import Line, Maintenance
from services.purchasing.production.store import LATE, Found, found_of
from services.purchasing.schedule.rules import Window

LINES_MAX = 100
ON_LINES = f"""
WITH chosen AS (
    SELECT line, name, shifts, shift_minutes, active FROM line
    WHERE $1::text IS NULL OR line = $1 ORDER BY line LIMIT $7
), fitting AS (
    SELECT r.line, p.id, p.doc AS purchase, r.doc AS plan, r.doc -> 'days' -> 0 ->> 'on' AS starts_on,
        count(*) OVER () AS count
    FROM production r JOIN purchase p ON p.id = r.purchase_id
    WHERE r.line IN (SELECT line FROM chosen) AND p.state <> 'closed' AND ($4::text IS NULL OR p.item = $4)
        AND greatest(r.doc -> 'days' -> -1 ->> 'on', r.doc -> 'steps' -> -1 ->> 'forecast_on') >= $2::date::text
        AND r.doc -> 'days' -> 0 ->> 'on' <= $3::date::text
        AND (NOT $5 OR {LATE})
    ORDER BY r.line, starts_on, p.id LIMIT $6
), load AS (
    SELECT l.line, l.on_day, sum(l.minutes)::int AS minutes
    FROM production_load l JOIN purchase p ON p.id = l.purchase_id
    WHERE l.line IN (SELECT line FROM chosen) AND l.on_day BETWEEN $2 AND $3 AND p.state <> 'closed'
    GROUP BY l.line, l.on_day
)
SELECT c.*, coalesce((SELECT max(count) FROM fitting), 0) AS count,
    ARRAY(SELECT l.on_day FROM load l WHERE l.line = c.line ORDER BY l.on_day) AS days,
    ARRAY(SELECT l.minutes FROM load l WHERE l.line = c.line ORDER BY l.on_day) AS minutes,
    ARRAY(SELECT to_jsonb(m)::text FROM line_maintenance m WHERE m.line = c.line AND m.until_on >= $2
        AND m.first_on <= $3 AND m.minutes > 0 ORDER BY m.first_on) AS maintenance,
    ARRAY(SELECT f.id FROM fitting f WHERE f.line = c.line ORDER BY f.starts_on, f.id) AS ids,
    ARRAY(SELECT f.purchase::text FROM fitting f WHERE f.line = c.line ORDER BY f.starts_on, f.id) AS purchases,
    ARRAY(SELECT f.plan::text FROM fitting f WHERE f.line = c.line ORDER BY f.starts_on, f.id) AS plans
FROM chosen c ORDER BY c.line
"""


@dataclass(frozen=True)
class OnLine:
    """A line with what takes its time: open production orders, the first ones first, and maintenance.

    ``taken``: minutes by day, of all open orders. ``count``: how many orders of all lines fit what was asked.
    """

    line: Line
    maintenance: tuple[Maintenance, ...]
    taken: Mapping[date, int]
    orders: tuple[Found, ...]
    count: int


async def on_lines(
    db: Reading, window: Window, *, line: str | None, item: str | None, late: bool, limit: int
) -> list[OnLine]:
    """By line what is made or expected in the window, ``limit`` orders at most; ``late``: of those that will be late.

    What is taken of a line is all that is made on it, whichever orders are asked for.
    """
    rows = await db.fetch(ON_LINES, line, window.since, window.until, item, late, limit, LINES_MAX)
    return [_on_line(row) for row in rows]


def _on_line(row: Record) -> OnLine:
    orders = map(found_of, row["ids"], row["purchases"], row["plans"])
    return OnLine(
        line=Line.having(dict(row)),
        maintenance=tuple(stored(Maintenance, one) for one in row["maintenance"]),
        taken=dict(zip(row["days"], row["minutes"], strict=True)),
        orders=tuple(one for one in orders if one),
        count=row["count"],
    )

"""The feed in the database: lines of the stories by their number, and exceptions by one of the same sequence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from chassis.handling import Reading

GIVEN = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM order_event_id_seq"
SINCE = """
SELECT number, about, is_exception, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next
FROM (VALUES ($1::bigint)) one(after)
LEFT JOIN LATERAL (
    (SELECT id AS number, order_id AS about, false AS is_exception
     FROM order_event WHERE id > one.after ORDER BY id LIMIT $2)
    UNION ALL
    (SELECT changed, exception_id, true FROM exception WHERE changed > one.after ORDER BY changed LIMIT $2)
    ORDER BY 1 LIMIT $2
) lines ON true
ORDER BY number
"""


class Line(NamedTuple):
    """Something happened to an order, or to an exception."""

    number: int
    about: UUID
    is_exception: bool = False


@dataclass(frozen=True)
class Looked:
    """Lines by number, and of the transactions at that moment the oldest that was not over and the next to come."""

    lines: tuple[Line, ...]
    oldest: int
    next: int


async def given(db: Reading) -> int:
    """The highest number that any line has, or will have when its transaction is over."""
    return int(await db.fetchval(GIVEN))


async def since(db: Reading, after: int, limit: int) -> Looked:
    rows = await db.fetch(SINCE, after, limit)
    lines = tuple(Line(*list(row)[:3]) for row in rows if row["number"] is not None)
    return Looked(lines, rows[0]["oldest"], rows[0]["next"])

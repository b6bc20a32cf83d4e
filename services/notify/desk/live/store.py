"""The feed in the database: the lines of the stories by their number, which notify writes anyway."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.handling import Reading

GIVEN = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM order_event_id_seq"
SINCE = """
SELECT id, order_id, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next
FROM (VALUES ($1::bigint)) one(after)
LEFT JOIN LATERAL (SELECT id, order_id FROM order_event WHERE id > one.after ORDER BY id LIMIT $2) lines ON true
ORDER BY id
"""


@dataclass(frozen=True)
class Looked:
    """Lines by number, and of the transactions at that moment the oldest that was not over and the next to come."""

    lines: tuple[tuple[int, UUID], ...]
    oldest: int
    next: int


async def given(db: Reading) -> int:
    """The highest number that any line has, or will have when its transaction is over."""
    return int(await db.fetchval(GIVEN))


async def since(db: Reading, after: int, limit: int) -> Looked:
    rows = await db.fetch(SINCE, after, limit)
    lines = tuple((row["id"], row["order_id"]) for row in rows if row["id"] is not None)
    return Looked(lines, rows[0]["oldest"], rows[0]["next"])

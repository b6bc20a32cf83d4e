"""What a review sees, and which versions were reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from chassis.handling import Db
from services.warehouse.review.rules import Sight, Standing

LOOK = """
SELECT 'order' AS kind, asked.id::text AS id, r.version AS reviewed, d.version AS confirmed,
       coalesce(r.rejected, false) OR coalesce(d.cancelled, false) AS over,
       NULL::numeric AS free, NULL::numeric AS coming
FROM unnest($1::uuid[]) AS asked (id)
LEFT JOIN review r ON r.order_id = asked.id LEFT JOIN demand d ON d.order_id = asked.id
UNION ALL
SELECT 'item', asked.id, NULL, NULL, coalesce(i.discontinued, false),
       coalesce(s.on_hand - s.reserved - s.held, 0), greatest(coalesce(s.on_order - s.lacking, 0), 0)
FROM unnest($2::text[]) AS asked (id)
LEFT JOIN item i ON i.item = asked.id LEFT JOIN stock s ON s.item = asked.id
WHERE i.item IS NOT NULL OR s.counted
"""
KEEP = """
INSERT INTO review (order_id, version, rejected) SELECT * FROM unnest($1::uuid[], $2::int[], $3::boolean[])
ON CONFLICT (order_id) DO UPDATE SET
    version = greatest(review.version, EXCLUDED.version), rejected = review.rejected OR EXCLUDED.rejected
"""


async def look(db: Db, orders: Iterable[UUID], items: Iterable[str]) -> tuple[dict[UUID, Standing], dict[str, Sight]]:
    """How far these orders are, and what is free of these items as far as they are known."""
    rows = await db.fetch(LOOK, list(orders), list(items))
    standings = {
        UUID(row["id"]): Standing(row["reviewed"] or 0, row["confirmed"] or 0, row["over"])
        for row in rows
        if row["kind"] == "order"
    }
    sights = {row["id"]: Sight(row["free"], row["coming"], row["over"]) for row in rows if row["kind"] == "item"}
    return standings, sights


async def keep(db: Db, orders: Sequence[UUID], versions: Sequence[int], rejected: bool) -> None:
    """Remember the highest version of each order, and its rejection."""
    await db.execute(KEEP, orders, versions, [rejected] * len(orders))

"""Which orders lack less by now."""

from __future__ import annotations

from uuid import UUID

from chassis.handling import Reading

FIND_TO_RECHECK = """
SELECT o.id FROM sales_order o
WHERE o.phase = 'incomplete' AND (
    ((o.document -> 'missing')::jsonb ? 'customer'
     AND EXISTS (SELECT FROM customer c WHERE c.customer = o.customer AND (c.state ->> 'active')::boolean))
    OR EXISTS (
        SELECT FROM json_array_elements(o.document -> 'content' -> 'lines') WITH ORDINALITY AS asked(line, place)
        JOIN item i ON i.item = line ->> 'item'
        WHERE (o.document -> 'missing')::jsonb ? format('lines.%s.item', place - 1)))
ORDER BY o.id LIMIT 500
"""


async def find_to_recheck(db: Reading) -> list[UUID]:
    """Incomplete orders that lack less by what the masters say now, the oldest first; at most 500."""
    return [row["id"] for row in await db.fetch(FIND_TO_RECHECK)]

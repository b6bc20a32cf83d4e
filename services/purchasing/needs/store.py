"""The needs that stay uncovered."""

from __future__ import annotations

import json
from typing import Any

from chassis.handling import Reading

UNCOVERED = """
SELECT s.need || jsonb_build_object('purchase_id', p.id, 'reason', p.doc->>'reason') AS doc
FROM purchase p, jsonb_array_elements(p.doc->'served') AS s(need)
WHERE p.state = 'impossible' AND ($1::text IS NULL OR p.item = $1)
  AND ($2::text IS NULL OR p.item || ' ' || (s.need->>'order_id') > $2)
ORDER BY p.item || ' ' || (s.need->>'order_id') LIMIT $3
"""


async def uncovered(db: Reading, item: str | None, after: str | None, limit: int) -> list[dict[str, Any]]:
    """Needs that nobody covers, with the reason; ``after`` is "item order-id"."""
    return [json.loads(row["doc"]) for row in await db.fetch(UNCOVERED, item, after, limit)]

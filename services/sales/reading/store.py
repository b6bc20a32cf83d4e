"""The files by which orders came, for who looks at them; and what an answer to an order needs."""

from __future__ import annotations

import json
from uuid import UUID

import asyncpg

from chassis.handling import Reading
from services.sales.masters.store import UNITS
from services.sales.order.rules.document import Order
from services.sales.reading.rules import Known

KEPT = """
SELECT sha256, kind, sender, subject, attachments, length(content) AS size, brought_at, brought_by
FROM order_came_by JOIN order_file USING (sha256) WHERE order_id = $1 ORDER BY brought_at, sha256
"""
KNOWN = f"""
SELECT (SELECT state ->> 'gln' FROM customer WHERE customer = $1) AS gln,
       ({UNITS} WHERE item = ANY($2::text[])) AS items
"""
CONTENT = """
SELECT kind, content FROM order_came_by JOIN order_file USING (sha256) WHERE order_id = $1 AND sha256 = $2
"""


async def kept(db: Reading, order_id: UUID) -> list[asyncpg.Record]:
    """The files that an order came by, the first one first, without what is in them."""
    rows: list[asyncpg.Record] = await db.fetch(KEPT, order_id)
    return rows


async def content(db: Reading, order_id: UUID, sha256: str) -> asyncpg.Record | None:
    """The bytes of one of them."""
    return await db.fetchrow(CONTENT, order_id, sha256)


async def known_of(db: Reading, order: Order) -> Known:
    """What the masters say of an order."""
    (row,) = await db.fetch(KNOWN, order.content.customer, [line.item for line in order.content.lines if line.item])
    return Known(row["gln"] or "", json.loads(row["items"] or "{}"))

"""Requests for a price above the budget, by purchase and request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from services.finance.price_change.rules import PriceChange

CURRENT = """
SELECT DISTINCT ON (purchase_id) purchase_id, doc::text AS doc FROM price_change
WHERE purchase_id = ANY($1::uuid[]) AND request > 0 ORDER BY purchase_id, request DESC
"""
ENDED = """
SELECT purchase_id, max(version) AS version FROM price_change
WHERE purchase_id = ANY($1::uuid[]) AND request = 0 GROUP BY purchase_id
"""
SAVE = """
WITH given AS (
    SELECT (doc->>'purchase_id')::uuid AS purchase_id, (doc->>'request')::int AS request,
           (doc->>'version')::int AS version, doc->>'state' AS state, doc
    FROM (SELECT doc::jsonb AS doc FROM unnest($1::text[]) AS g(doc)) docs
), superseded AS (
    UPDATE price_change p SET state = 'superseded', doc = jsonb_set(p.doc, '{state}', '"superseded"')
    FROM given g WHERE p.purchase_id = g.purchase_id AND p.request < g.request AND p.state = 'awaited'
)
INSERT INTO price_change (purchase_id, request, version, state, doc) SELECT * FROM given
ON CONFLICT (purchase_id, request) DO UPDATE SET state = EXCLUDED.state, doc = EXCLUDED.doc
"""
END = """
WITH ended AS (SELECT * FROM unnest($1::uuid[], $2::int[]) AS e(purchase_id, version)),
withdrawn AS (
    UPDATE price_change p SET state = 'withdrawn', doc = jsonb_set(p.doc, '{state}', '"withdrawn"')
    FROM ended e WHERE p.purchase_id = e.purchase_id AND p.version < e.version AND p.state = 'awaited'
)
INSERT INTO price_change (purchase_id, request, version, state, doc)
SELECT purchase_id, 0, version, 'ended', '{}' FROM ended
ON CONFLICT (purchase_id, request) DO UPDATE SET version = EXCLUDED.version
"""
LISTED = """
SELECT doc::text AS doc FROM price_change p
WHERE request > 0 AND purchase_id > $2 AND ($1::text IS NULL OR state = $1)
    AND request = (SELECT max(request) FROM price_change q WHERE q.purchase_id = p.purchase_id)
ORDER BY purchase_id LIMIT $3
"""


AWAITED_OF = """
SELECT doc::text AS doc FROM price_change
WHERE state = 'awaited' AND doc -> 'orders' ?| $1::text[] ORDER BY purchase_id
"""


async def load(db: Db, purchases: Sequence[UUID]) -> Mapping[UUID, PriceChange]:
    """The highest request of each purchase."""
    rows = await db.fetch(CURRENT, purchases)
    return {row["purchase_id"]: stored(PriceChange, row["doc"]) for row in rows}


async def ended(db: Db, purchases: Sequence[UUID]) -> Mapping[UUID, int]:
    """At which version a purchase ended before it was ordered."""
    return {row["purchase_id"]: row["version"] for row in await db.fetch(ENDED, purchases)}


async def save(db: Db, changes: Sequence[PriceChange]) -> None:
    """Write the requests; an older one that still waited is superseded."""
    if changes:
        await db.execute(SAVE, [storable(change) for change in changes])


async def end(db: Db, purchases: Sequence[UUID], versions: Sequence[int]) -> None:
    """What waits of these purchases waits no more, nor does a request that is heard later."""
    await db.execute(END, purchases, versions)


async def listed(db: Reading, state: str | None, after: UUID, limit: int) -> list[PriceChange]:
    """The newest request of each purchase, after a cursor."""
    rows = await db.fetch(LISTED, state, after, limit)
    return [stored(PriceChange, row["doc"]) for row in rows]


async def awaited_of(db: Reading, orders: Sequence[UUID]) -> list[PriceChange]:
    """The requests that wait for a signature and hold one of these orders up."""
    return [stored(PriceChange, row["doc"]) for row in await db.fetch(AWAITED_OF, [str(one) for one in orders])]

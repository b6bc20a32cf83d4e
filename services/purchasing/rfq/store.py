"""Requests for quotation with what was answered, each one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.http.page import FIRST, Page
from chassis.stored import storable, stored
from services.purchasing.rfq.rules.request import Rfq

LOAD = "SELECT doc::text FROM rfq WHERE rfq_id = ANY($1::uuid[])"
SAVE = """
INSERT INTO rfq (rfq_id, number, item, further, suppliers, answer_by, answered, closed, doc)
SELECT (doc->>'rfq_id')::uuid, doc->>'number', doc->>'item',
    ARRAY(SELECT one->>'item' FROM jsonb_array_elements(doc->'further') AS one),
    ARRAY(SELECT one->>'supplier' FROM jsonb_array_elements(doc->'asked') AS one),
    (doc->>'answer_by')::date, answered, closed, doc
FROM unnest($1::bool[], $2::bool[], $3::jsonb[]) AS given(answered, closed, doc)
ON CONFLICT (rfq_id) DO UPDATE SET answered = EXCLUDED.answered, closed = EXCLUDED.closed, doc = EXCLUDED.doc
"""
LISTED = "SELECT doc::text FROM rfq WHERE rfq_id > $1 ORDER BY rfq_id LIMIT $2"
OF_ITEM = """
SELECT doc::text FROM rfq WHERE (item = $3 OR further @> ARRAY[$3]) AND rfq_id > $1 ORDER BY rfq_id LIMIT $2
"""
OF_SUPPLIER = "SELECT doc::text FROM rfq WHERE suppliers @> ARRAY[$3] AND rfq_id > $1 ORDER BY rfq_id LIMIT $2"
TO_CHOOSE = """
SELECT doc::text FROM rfq WHERE NOT closed AND (answered OR answer_by < $3) AND rfq_id > $1 ORDER BY rfq_id LIMIT $2
"""
NUMBERED = "SELECT rfq_id FROM rfq WHERE number = upper($1)"
ORDER_NAMED = """
SELECT coalesce(now.order_id, before.order_id)::uuid AS order_id
FROM rfq LEFT JOIN purchase p ON p.doc->>'quotation' = $1 AND p.doc->>'quotation' <> ''
LEFT JOIN LATERAL jsonb_array_elements_text(p.doc->'last_served') AS before(order_id) ON true
LEFT JOIN LATERAL (SELECT one->>'order_id' AS order_id FROM jsonb_array_elements(p.doc->'served') AS one)
    AS now ON before.order_id IS NULL
WHERE rfq.number = $1
"""
"""By a request's number ($1): the orders of the purchases that were made at its price; none (null) where there are
none."""
CALLED = "SELECT rfq_id AS id, number FROM rfq WHERE rfq_id = ANY($1::uuid[])"


async def load(db: Reading, requests: Sequence[UUID]) -> dict[UUID, Rfq]:
    """Those of them that there are."""
    return {one.rfq_id: one for one in map(_rfq, await db.fetch(LOAD, list(requests)))}


async def save(db: Db, requests: Sequence[Rfq]) -> None:
    if requests:
        answered, closed = [one.answered for one in requests], [one.closed for one in requests]
        await db.execute(SAVE, answered, closed, [storable(one) for one in requests])


async def numbered(db: Reading, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The request that people call so."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(db: Reading, item: str | None, after: UUID, limit: int) -> Page[Rfq]:
    """A page by id, which is the order of their making; for one item, or all."""
    return _page(await (db.fetch(OF_ITEM, after, limit, item) if item else db.fetch(LISTED, after, limit)), limit)


async def of_supplier(db: Reading, supplier: str, after: UUID, limit: int) -> Page[Rfq]:
    """Those in which he is asked."""
    return _page(await db.fetch(OF_SUPPLIER, after, limit, supplier), limit)


async def to_choose(db: Reading, today: date, after: UUID | None, limit: int) -> list[Rfq]:
    """Of an item all have told, or may not any more, and nobody has chosen."""
    return list(map(_rfq, await db.fetch(TO_CHOOSE, after or FIRST, limit, today)))


def _page(rows: Sequence[Record], limit: int) -> Page[Rfq]:
    found = tuple(map(_rfq, rows))
    return Page(items=found, next=found[-1].rfq_id if len(found) == limit else None)


def _rfq(row: Record) -> Rfq:
    return stored(Rfq, row["doc"])

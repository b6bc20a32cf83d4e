"""What waits until a day, and what was said of it; the only writer of its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.handling import Db, Reading
from contracts.deadlines import DeadlineSet
from services.sales.deadlines.rules import Said, Waiting

ROWS_MAX = 500
COLLECTION_DAYS_AHEAD = 3
TO_LOOK_AT = f"""
SELECT w.document_id FROM waiting_document w LEFT JOIN deadline d USING (document_id)
WHERE d.until IS DISTINCT FROM w.until AND (w.kind <> 'contract' OR w.until >= $1)
    AND (w.kind <> 'collection' OR w.until <= $1 + {COLLECTION_DAYS_AHEAD} OR d.until IS NOT NULL)
UNION ALL
SELECT d.document_id FROM deadline d
WHERE d.until IS NOT NULL AND NOT EXISTS (SELECT FROM waiting_document w WHERE w.document_id = d.document_id)
LIMIT {ROWS_MAX}
"""
"""A contract that had ended before anybody watched is nobody's affair any more ($1 is today); most deliveries are
paid or followed up before anything is to be said of their money."""
LOAD = """
SELECT one.document_id, coalesce(w.kind, d.kind) AS kind, coalesce(w.number, d.number) AS number,
    coalesce(w.customer, d.customer) AS customer, coalesce(w.order_id, d.order_id) AS order_id, w.until,
    d.until AS told, coalesce(d.version, 0) AS version
FROM unnest($1::uuid[]) AS one(document_id)
LEFT JOIN waiting_document w USING (document_id) LEFT JOIN deadline d USING (document_id)
WHERE coalesce(w.document_id, d.document_id) IS NOT NULL
"""
KEEP = """
INSERT INTO deadline (document_id, kind, number, customer, order_id, until, version)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::date[], $7::int[])
ON CONFLICT (document_id) DO UPDATE SET number = EXCLUDED.number, customer = EXCLUDED.customer,
    order_id = EXCLUDED.order_id, until = EXCLUDED.until, version = EXCLUDED.version
"""


async def to_look_at(db: Reading, today: date) -> list[UUID]:
    """Documents of which another day is to be said, or that it is over; at most 500."""
    return [row["document_id"] for row in await db.fetch(TO_LOOK_AT, today)]


async def load(db: Db, documents: Sequence[UUID]) -> dict[UUID, Waiting]:
    """Those that wait, or of which something was said."""
    return {row["document_id"]: Waiting(**row) for row in await db.fetch(LOAD, list(documents))}


async def keep(db: Db, said: Sequence[Said]) -> None:
    """What is said now."""
    if said:
        await db.execute(KEEP, *(list(column) for column in zip(*map(_row, said), strict=True)))


def _row(one: Said) -> tuple[object, ...]:
    until = one.due_on if isinstance(one, DeadlineSet) else None
    return one.document_id, one.kind, one.number, one.customer, one.order_id, until, one.version

"""What notify knows of the orders that work is about, and what is awaited of a person's departments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from services.notify.exception.rules.case import Case
from services.notify.exception.store import LOAD

AWAITED_ROWS = 200
SERVED = "SELECT purchase_id, orders FROM serving WHERE purchase_id = ANY($1::uuid[])"
# OFFSET 0, here and below: looked up by key, order by order.
KNOWN = """
SELECT o.order_id, b.number, b.merchandiser, b.customer, b.promised, b.priority, b.value, b.currency,
       coalesce(b.stage, 'received') AS stage, e.level
FROM unnest($1::uuid[]) o(order_id)
CROSS JOIN LATERAL (SELECT * FROM board WHERE order_id = o.order_id OFFSET 0) b
LEFT JOIN LATERAL (
    SELECT min(level) AS level FROM exception WHERE orders @> ARRAY[o.order_id] AND state <> 'done' OFFSET 0
) e ON true
"""
LARGE = """
SELECT currency, percentile_disc(0.8) WITHIN GROUP (ORDER BY value) AS value
FROM board WHERE state = 'open' AND value IS NOT NULL GROUP BY currency
"""
DUE = """
SELECT o.order_id, p.owner, min(p.due) AS due, (array_agg(p.awaited ORDER BY p.due))[1] AS topics
FROM unnest($1::uuid[]) o(order_id)
CROSS JOIN LATERAL (
    SELECT owner, due, array_to_string(topics, ' ') AS awaited FROM open_promise
    WHERE order_id = o.order_id AND NOT asleep
    UNION ALL
    SELECT w.* FROM serving s CROSS JOIN LATERAL (
        SELECT owner, due, array_to_string(topics, ' ') FROM open_promise
        WHERE purchase_id = s.purchase_id AND order_id IS NULL AND NOT asleep OFFSET 0
    ) w WHERE s.orders @> ARRAY[o.order_id]
    OFFSET 0
) p
GROUP BY o.order_id, p.owner
"""
# What was missed has an index, and so has what was not looked at, by its time, which is still to come. Both are read in
# the order of the times that were set first, and no further than the list goes: what each has become is looked up one
# by one (OFFSET 0). A hold that ended moves a time onward, never back.
AWAITED = """
SELECT k.key, n.owner, n.due, n.topics,
       CASE WHEN n.order_id IS NULL THEN coalesce(s.orders, '{}') ELSE ARRAY[n.order_id] END AS orders
FROM (
    SELECT key, due FROM promise
    WHERE open AND missed_version = opened_version AND owner = ANY($1::text[]) AND due < $2
    UNION ALL
    SELECT key, due FROM promise
    WHERE open AND looked_version IS DISTINCT FROM opened_version AND owner = ANY($1::text[]) AND due < $2
      AND missed_version IS DISTINCT FROM opened_version
    ORDER BY due OFFSET 0
) k
CROSS JOIN LATERAL (
    SELECT owner, due, topics, order_id, purchase_id FROM promise_now
    WHERE key = k.key AND open AND void IS NULL AND NOT undo AND NOT asleep AND due < $2 OFFSET 0
) n
LEFT JOIN LATERAL (
    SELECT orders FROM serving WHERE purchase_id = n.purchase_id AND n.order_id IS NULL OFFSET 0
) s ON true
ORDER BY k.due LIMIT $3
"""
Row = dict[str, Any]


async def served(db: Reading, purchases: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The orders that each of them serves; of what is no purchase, nothing."""
    return {row["purchase_id"]: tuple(row["orders"]) for row in await db.fetch(SERVED, purchases)}


async def known(db: Reading, orders: Sequence[UUID]) -> dict[UUID, Row]:
    return {row["order_id"]: dict(row) for row in await db.fetch(KNOWN, orders)}


async def large_from(db: Reading) -> dict[str, Any]:
    """By currency, from which value on an open order is among the largest fifth."""
    return {row["currency"]: row["value"] for row in await db.fetch(LARGE)}


async def due(db: Reading, orders: Sequence[UUID]) -> dict[tuple[UUID, str], Row]:
    """By order and department that owes it, what is due first."""
    return {(row["order_id"], row["owner"]): dict(row) for row in await db.fetch(DUE, orders)}


async def awaited(db: Reading, owners: Sequence[str], until: datetime) -> list[Row]:
    """What is awaited of these departments up to a time: at most the 200 whose time was set earliest."""
    return [dict(row) for row in await db.fetch(AWAITED, owners, until, AWAITED_ROWS)] if owners else []


async def cases(db: Reading, exceptions: Sequence[UUID]) -> dict[UUID, Case]:
    found = (stored(Case, row["doc"]) for row in await db.fetch(LOAD, exceptions))
    return {case.exception_id: case for case in found}

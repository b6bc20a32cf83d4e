"""Overdue promises in the database: found by their due time, each opening of them looked at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from chassis.handling import Db
from services.notify.missed.rules import Debt, Missed

LOOK_ROWS_MAX = 500
DUE = "(n.void IS NOT NULL OR (NOT n.asleep AND n.due < {now}))"
"""What is void is looked at too, once: else it would be found for ever."""
FIND = f"""
SELECT key FROM promise_now n
WHERE open AND looked_version IS DISTINCT FROM opened_version AND first_due < $1 AND NOT undo AND {DUE.format(now="$1")}
ORDER BY first_due LIMIT {LOOK_ROWS_MAX}
"""
LOOK = f"""
UPDATE promise p
SET looked_version = p.opened_version,
    missed_version = CASE WHEN n.void IS NULL THEN p.opened_version ELSE p.missed_version END
FROM promise_now n
WHERE n.key = p.key AND p.key = ANY($1::uuid[]) AND p.open AND p.looked_version IS DISTINCT FROM p.opened_version
  AND n.open AND n.opened_version = p.opened_version AND NOT n.undo AND {DUE.format(now="$2")}
RETURNING n.key, n.opening, n.cause, n.reason, n.awaits, n.owner, n.since, n.due, n.void,
    CASE WHEN n.order_id IS NOT NULL THEN ARRAY[n.order_id]
         ELSE coalesce((SELECT s.orders FROM serving s WHERE s.purchase_id = n.purchase_id), '{{}}') END AS orders
"""
FIND_UNDONE = f"""
SELECT order_id FROM watched_order WHERE ended = 'cancelled' AND NOT undo_looked AND undo_due < $1
ORDER BY undo_due LIMIT {LOOK_ROWS_MAX}
"""
LOOK_AT_UNDONE = """
WITH looked AS (
    UPDATE watched_order SET undo_looked = true
    WHERE order_id = ANY($1::uuid[]) AND ended = 'cancelled' AND NOT undo_looked AND undo_due < $2 RETURNING order_id
)
SELECT key, opening, cause, reason, awaits, owner, since, due, ARRAY[order_id] AS orders
FROM looked JOIN open_promise USING (order_id) WHERE undo
"""
COUNT = """
SELECT owner, awaits, count(*) AS promises FROM promise_now
WHERE open AND missed_version = opened_version AND void IS NULL AND NOT undo GROUP BY owner, awaits
"""
STUCK = """
SELECT b.stage, n.awaits AS cause, n.owner, count(DISTINCT n.order_id) AS orders
FROM promise_now n JOIN board b USING (order_id)
WHERE n.open AND n.missed_version = n.opened_version AND n.void IS NULL AND NOT n.undo AND b.stage IS NOT NULL
GROUP BY b.stage, n.awaits, n.owner
"""
STAGE_AGE = """
SELECT stage, extract(epoch FROM $1::timestamptz - min(stage_since))::float8 AS seconds
FROM board WHERE state = 'open' AND stage IS NOT NULL GROUP BY stage
"""


async def find(db: Db, now: datetime) -> list[UUID]:
    """Promises that fell due and were not looked at since they were opened, the oldest first; at most 500."""
    return [row["key"] for row in await db.fetch(FIND, now)]


async def look(db: Db, keys: Sequence[UUID], now: datetime) -> dict[UUID, Missed]:
    """Those of them that are overdue; looked at again, none is."""
    return {row["key"]: _missed(row) for row in await db.fetch(LOOK, keys, now) if row["void"] is None}


async def find_undone(db: Db, now: datetime) -> list[UUID]:
    """Cancelled orders whose undoing fell due; at most 500."""
    return [row["order_id"] for row in await db.fetch(FIND_UNDONE, now)]


async def look_at_undone(db: Db, orders: Sequence[UUID], now: datetime) -> list[Missed]:
    """What is still to be undone for them; looked at again, nothing."""
    return [_missed(row) for row in await db.fetch(LOOK_AT_UNDONE, orders, now)]


async def count(db: Db) -> dict[Debt, int]:
    """Overdue promises by who owes what."""
    return {(row["owner"], row["awaits"]): row["promises"] for row in await db.fetch(COUNT)}


async def stuck(db: Db) -> dict[tuple[str, str, str], int]:
    """Orders with an overdue promise, by stage, by what is awaited and by who owes it."""
    return {(row["stage"], row["cause"], row["owner"]): row["orders"] for row in await db.fetch(STUCK)}


async def stage_ages(db: Db, now: datetime) -> dict[str, float]:
    """For how many seconds of business time the oldest open order has been at each stage."""
    return {row["stage"]: row["seconds"] for row in await db.fetch(STAGE_AGE, now)}


def _missed(row: asyncpg.Record) -> Missed:
    return Missed(
        **{name: row[name] for name in Missed.__dataclass_fields__ if name != "orders"}, orders=tuple(row["orders"])
    )

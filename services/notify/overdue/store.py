"""What is awaited, what fell due and what is overdue, read from the promises in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.handling import Reading
from contracts.sales import OrderCancelled
from services.notify.overdue.rules import Debt
from services.notify.promise.rules.promise import KnownPromise
from services.notify.promise.store import COLUMNS, DUE

LOOK_ROWS_MAX = 500
LIST = f"""
SELECT {COLUMNS} FROM open_promise
WHERE ($1::text IS NULL OR owner = $1) AND ($2::timestamptz IS NULL OR due < $2)
  AND ($2::timestamptz IS NULL OR NOT asleep) AND ($3::timestamptz IS NULL OR (due, key) > ($3, $4::uuid))
ORDER BY due, key LIMIT $5
"""
ENDED = ", void, answered_at, answered_by"
# OFFSET 0, here and in STUCK: looked up by key, never joined as a whole.
ALL_OF_ORDER = f"""
SELECT {COLUMNS}, open{ENDED} FROM promise_now WHERE order_id = $1
UNION ALL
SELECT p.* FROM serving s CROSS JOIN LATERAL (
    SELECT {COLUMNS}, open{ENDED} FROM promise_now p WHERE p.purchase_id = s.purchase_id AND p.order_id IS NULL OFFSET 0
) p WHERE s.orders @> ARRAY[$1::uuid]
UNION ALL
SELECT {COLUMNS}, true, NULL, NULL, NULL FROM open_promise WHERE order_id = $1 AND cause = '{OrderCancelled.topic}'
ORDER BY since, due
"""
RECKON_ROWS_MAX = 500
FIND_PROVISIONAL = f"""
SELECT key FROM promise WHERE open AND due_provisional AND ($1::timestamptz IS NULL OR due <= $1)
ORDER BY due LIMIT {RECKON_ROWS_MAX}
"""
FIND = f"""
SELECT key FROM promise_now n
WHERE open AND looked_version IS DISTINCT FROM opened_version AND first_due < $1 AND NOT undo AND {DUE.format(now="$1")}
ORDER BY first_due LIMIT {LOOK_ROWS_MAX}
"""
FIND_UNDONE = f"""
SELECT order_id FROM watched_order WHERE ended = 'cancelled' AND NOT undo_looked AND undo_due < $1
ORDER BY undo_due LIMIT {LOOK_ROWS_MAX}
"""
COUNT = """
SELECT owner, awaits, count(*) AS promises FROM promise_now
WHERE open AND missed_version = opened_version AND void IS NULL AND NOT undo GROUP BY owner, awaits
"""
STUCK = """
SELECT b.stage, n.awaits AS cause, n.owner, count(DISTINCT n.order_id) AS orders
FROM promise_now n
CROSS JOIN LATERAL (SELECT stage FROM board WHERE order_id = n.order_id AND stage IS NOT NULL OFFSET 0) b
WHERE n.open AND n.missed_version = n.opened_version AND n.void IS NULL AND NOT n.undo
GROUP BY b.stage, n.awaits, n.owner
"""
STAGES = """
SELECT stage, count(*) AS orders, extract(epoch FROM $1::timestamptz - min(stage_since))::float8 AS longest_s
FROM board WHERE state = 'open' AND stage IS NOT NULL GROUP BY stage
"""


@dataclass(frozen=True)
class StageNow:
    """How many open orders are at a stage, and for how long in business time the oldest of them is."""

    stage: str
    orders: int
    longest_s: float


async def promises_of(db: Reading, order_id: UUID) -> list[KnownPromise]:
    """All that were ever made about an order or the purchases that serve it, with what became of them."""
    return [KnownPromise(**row) for row in await db.fetch(ALL_OF_ORDER, order_id)]


async def open_promises(
    db: Reading, *, owner: str | None, due_before: datetime | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[KnownPromise]:
    """By due time."""
    due, key = after or (None, None)
    return [KnownPromise(**row) for row in await db.fetch(LIST, owner, due_before, due, key, limit)]


async def find_provisional(db: Reading, until: datetime | None) -> list[UUID]:
    """Open promises that are due by a calendar that was not announced, and is now up to ``until``; at most 500."""
    return [row["key"] for row in await db.fetch(FIND_PROVISIONAL, until)]


async def find(db: Reading, now: datetime) -> list[UUID]:
    """Promises that fell due and were not looked at since they were opened, the oldest first; at most 500."""
    return [row["key"] for row in await db.fetch(FIND, now)]


async def find_undone(db: Reading, now: datetime) -> list[UUID]:
    """Cancelled orders whose undoing fell due; at most 500."""
    return [row["order_id"] for row in await db.fetch(FIND_UNDONE, now)]


async def count(db: Reading) -> dict[Debt, int]:
    """Overdue promises by who owes what."""
    return {(row["owner"], row["awaits"]): row["promises"] for row in await db.fetch(COUNT)}


async def stuck(db: Reading) -> dict[tuple[str, str, str], int]:
    """Orders with an overdue promise, by stage, by what is awaited and by who owes it."""
    return {(row["stage"], row["cause"], row["owner"]): row["orders"] for row in await db.fetch(STUCK)}


async def stages(db: Reading, now: datetime) -> list[StageNow]:
    """Of each stage at which open orders are."""
    return [StageNow(**row) for row in await db.fetch(STAGES, now)]

"""Promises in the database. Openings and answers are written blindly: either half may come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from chassis.handling import Db
from contracts.sales import OrderCancelled
from services.notify.deadlines.rules import Answered, Counted, Opened
from services.notify.promises.rules import KnownPromise
from services.notify.standing.rules import Credit, Serving, Watched

OPENED = (
    "key, cause, reason, awaits, owner, since, due, order_id, order_version, purchase_id, item, need_version,"
    " provisional, opened_version, counts_from, due_provisional"
)
OPEN = f"""
INSERT INTO promise ({OPENED})
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
    $8::uuid[], $9::int[], $10::uuid[], $11::text[], $12::int[], $13::boolean[], $14::bigint[],
    $15::timestamptz[], $16::boolean[])
ON CONFLICT (key) DO UPDATE SET
    (cause, reason, awaits, owner, since, due, order_id, order_version, purchase_id, item, need_version, provisional,
     opened_version, counts_from, due_provisional)
    = (EXCLUDED.cause, EXCLUDED.reason, EXCLUDED.awaits, EXCLUDED.owner, EXCLUDED.since, EXCLUDED.due,
       EXCLUDED.order_id, EXCLUDED.order_version, EXCLUDED.purchase_id, EXCLUDED.item, EXCLUDED.need_version,
       EXCLUDED.provisional, EXCLUDED.opened_version, EXCLUDED.counts_from, EXCLUDED.due_provisional)
WHERE coalesce(promise.opened_version < EXCLUDED.opened_version, true)
"""
ANSWER = """
INSERT INTO promise (key, answered_version, answered_at, answered_by, part_version)
SELECT key, CASE WHEN whole THEN version END, CASE WHEN whole THEN $5::timestamptz END, CASE WHEN whole THEN topic END,
       CASE WHEN NOT whole THEN version END
FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::boolean[]) AS a(key, version, topic, whole)
ON CONFLICT (key) DO UPDATE SET
    answered_version = coalesce(EXCLUDED.answered_version, promise.answered_version),
    answered_at = CASE WHEN promise.open OR promise.opened_version IS NULL
        THEN coalesce(EXCLUDED.answered_at, promise.answered_at) ELSE promise.answered_at END,
    answered_by = CASE WHEN promise.open OR promise.opened_version IS NULL
        THEN coalesce(EXCLUDED.answered_by, promise.answered_by) ELSE promise.answered_by END,
    part_version = greatest(promise.part_version, EXCLUDED.part_version)
WHERE coalesce(promise.answered_version < coalesce(EXCLUDED.answered_version, EXCLUDED.part_version), true)
"""
KNOW = """
WITH purchases AS (
    INSERT INTO serving (purchase_id, version, orders, done)
    SELECT purchase_id, version, array(SELECT unnest(string_to_array(orders, ' '))::uuid), done
    FROM unnest($1::uuid[], $2::int[], $3::text[], $4::boolean[]) AS s(purchase_id, version, orders, done)
    ON CONFLICT (purchase_id) DO UPDATE SET
        orders = CASE WHEN EXCLUDED.version > serving.version THEN EXCLUDED.orders ELSE serving.orders END,
        version = greatest(serving.version, EXCLUDED.version), done = serving.done OR EXCLUDED.done
), customers AS (
    INSERT INTO held_customer (customer, version, held, since)
    SELECT customer, version, held, $10
    FROM unnest($12::text[], $13::int[], $14::boolean[]) AS h(customer, version, held)
    ON CONFLICT (customer) DO UPDATE SET version = EXCLUDED.version, held = EXCLUDED.held, since = EXCLUDED.since
    WHERE held_customer.version < EXCLUDED.version
)
INSERT INTO watched_order (order_id, version, ended, need_version, lacking, ended_at, undo_due)
SELECT order_id, version, ended, need_version, string_to_array(lacking, E'\\n'),
       CASE WHEN ended IS NOT NULL THEN $10::timestamptz END, CASE WHEN ended IS NOT NULL THEN $11::timestamptz END
FROM unnest($5::uuid[], $6::int[], $7::text[], $8::int[], $9::text[])
    AS w(order_id, version, ended, need_version, lacking)
ON CONFLICT (order_id) DO UPDATE SET version = greatest(watched_order.version, EXCLUDED.version),
    ended = CASE WHEN EXCLUDED.ended = 'closed' THEN 'closed' ELSE coalesce(watched_order.ended, EXCLUDED.ended) END,
    ended_at = coalesce(watched_order.ended_at, EXCLUDED.ended_at),
    undo_due = coalesce(watched_order.undo_due, EXCLUDED.undo_due),
    lacking = CASE WHEN EXCLUDED.need_version > watched_order.need_version THEN EXCLUDED.lacking
              ELSE watched_order.lacking END,
    need_version = greatest(watched_order.need_version, EXCLUDED.need_version)
"""
RECKON_ROWS_MAX = 500
FIND_PROVISIONAL = f"""
SELECT key FROM promise WHERE open AND due_provisional AND ($1::timestamptz IS NULL OR due <= $1)
ORDER BY due LIMIT {RECKON_ROWS_MAX}
"""
PROVISIONAL = """
SELECT key, opened_version, cause, awaits, owner, counts_from, due FROM promise
WHERE key = ANY($1::uuid[]) AND open AND due_provisional FOR UPDATE
"""
PUT_DUE = """
UPDATE promise p SET due = r.due, due_provisional = r.provisional
FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::boolean[]) AS r(key, opened_version, due, provisional)
WHERE p.key = r.key AND p.opened_version = r.opened_version
"""
COLUMNS = "key, cause, reason, awaits, owner, since, due, order_id, purchase_id, asleep, in_part, due_provisional"
LIST = f"""
SELECT {COLUMNS} FROM open_promise
WHERE ($1::text IS NULL OR owner = $1) AND ($2::timestamptz IS NULL OR due < $2)
  AND ($2::timestamptz IS NULL OR NOT asleep) AND ($3::timestamptz IS NULL OR (due, key) > ($3, $4::uuid))
ORDER BY due, key LIMIT $5
"""
OF_ORDER = f"""
SELECT {COLUMNS} FROM open_promise WHERE order_id = $1
UNION ALL
SELECT {", ".join(f"p.{c}" for c in COLUMNS.split(", "))} FROM serving s
JOIN open_promise p ON p.purchase_id = s.purchase_id AND p.order_id IS NULL WHERE s.orders @> ARRAY[$1::uuid]
ORDER BY since, due
"""
ENDED = ", void, answered_at, answered_by"
ALL_OF_ORDER = f"""
SELECT {COLUMNS}, open{ENDED} FROM promise_now WHERE order_id = $1
UNION ALL
SELECT {", ".join(f"p.{c}" for c in COLUMNS.split(", "))}, p.open{ENDED.replace(", ", ", p.")} FROM serving s
JOIN promise_now p ON p.purchase_id = s.purchase_id AND p.order_id IS NULL WHERE s.orders @> ARRAY[$1::uuid]
UNION ALL
SELECT {COLUMNS}, true, NULL, NULL, NULL FROM open_promise WHERE order_id = $1 AND cause = '{OrderCancelled.topic}'
ORDER BY since, due
"""


async def open_(db: Db, opened: Sequence[Opened]) -> None:
    """A newer opening takes the place of an older one."""
    if opened:
        await db.execute(OPEN, *_columns(sorted(opened, key=_by_key)))


async def answer(db: Db, answered: Sequence[Answered], at: datetime) -> None:
    """An answer to what is not open yet is kept for it."""
    if answered:
        await db.execute(ANSWER, *_columns(sorted(answered, key=_by_key)), at)


async def know(
    db: Db,
    orders: Sequence[Watched],
    purchases: Sequence[Serving],
    customers: Sequence[Credit],
    now: datetime,
    undo_due: datetime,
) -> None:
    """The highest version of each holds."""
    if not orders and not purchases and not customers:
        return
    c = sorted(customers, key=lambda h: h.customer)
    o = sorted(orders, key=lambda w: w.order_id)
    p = sorted(purchases, key=lambda s: s.purchase_id)
    await db.execute(
        KNOW,
        [s.purchase_id for s in p],
        [s.version for s in p],
        [" ".join(map(str, s.orders)) for s in p],
        [s.done for s in p],
        [w.order_id for w in o],
        [w.version for w in o],
        [w.ended for w in o],
        [w.need_version for w in o],
        ["\n".join(w.lacking) for w in o],
        now,
        undo_due,
        [h.customer for h in c],
        [h.version for h in c],
        [h.held for h in c],
    )


async def open_promises(
    db: Db, *, owner: str | None, due_before: datetime | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[KnownPromise]:
    """By due time."""
    due, key = after or (None, None)
    return [KnownPromise(**row) for row in await db.fetch(LIST, owner, due_before, due, key, limit)]


async def open_promises_of(db: Db, order_id: UUID) -> list[KnownPromise]:
    """Those about an order, and those about the purchases that serve it; the oldest first."""
    return [KnownPromise(**row) for row in await db.fetch(OF_ORDER, order_id)]


async def promises_of(db: Db, order_id: UUID) -> list[KnownPromise]:
    """All that were ever made about an order or the purchases that serve it, with what became of them."""
    return [KnownPromise(**row) for row in await db.fetch(ALL_OF_ORDER, order_id)]


async def waits(db: Db, order_id: UUID) -> list[dict[str, Any]]:
    """What is awaited for an order, the oldest first; what sleeps is not due."""
    return [
        {
            "owner": p.owner,
            "what": p.awaits,
            "since": p.since,
            "due": None if p.asleep else p.due,
            "cause": p.cause,
            "reason": p.told_reason,
        }
        for p in await open_promises_of(db, order_id)
    ]


async def find_provisional(db: Db, until: datetime | None) -> list[UUID]:
    """Open promises that are due by a calendar that was not announced, and is now up to ``until``; at most 500."""
    return [row["key"] for row in await db.fetch(FIND_PROVISIONAL, until)]


async def provisional(db: Db, keys: Sequence[UUID]) -> list[Counted]:
    return [Counted(**row) for row in await db.fetch(PROVISIONAL, keys)]


async def put_due(db: Db, reckoned: Sequence[tuple[Counted, datetime, bool]]) -> None:
    """A promise that was opened anew meanwhile has its own due time."""
    if reckoned:
        rows = [(c.key, c.opened_version, due, provisional) for c, due, provisional in reckoned]
        await db.execute(PUT_DUE, *(list(column) for column in zip(*rows, strict=True)))


_by_key = attrgetter("key")


def _columns(rows: Sequence[Any]) -> list[list[Any]]:
    return [list(map(attrgetter(field.name), rows)) for field in fields(rows[0])]

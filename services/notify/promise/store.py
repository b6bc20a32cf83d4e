"""Promises in the database. Openings and answers are written blindly: either half may come first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from contracts.texts import said
from contracts.value import Value, names_of
from services.notify.promise.rules.life import News
from services.notify.promise.rules.limits import Counted
from services.notify.promise.rules.promise import KnownPromise, Missed

OPEN = """
INSERT INTO promise (key, cause, reason, awaits, topics, owner, since, due, order_id, order_version, purchase_id, item,
                     need_version, provisional, opened_version, counts_from, due_provisional, suspends, number,
                     customer)
SELECT key, cause, reason, replace(topics, ' ', ' or '), string_to_array(topics, ' '), owner, $19::timestamptz, due,
       order_id, order_version, purchase_id, item, need_version, provisional, version, counts_from, due_provisional,
       string_to_array(nullif(suspends, ''), ' '), number, customer
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[], $7::int[], $8::uuid[],
    $9::text[], $10::int[], $11::boolean[], $12::bigint[], $13::timestamptz[], $14::boolean[], $15::text[],
    $16::text[], $17::text[], $18::text[])
    AS o(key, cause, reason, owner, due, order_id, order_version, purchase_id, item, need_version, provisional, version,
         counts_from, due_provisional, suspends, topics, number, customer)
ON CONFLICT (key) DO UPDATE SET
    (cause, reason, awaits, owner, since, due, order_id, order_version, purchase_id, item, need_version, provisional,
     opened_version, counts_from, due_provisional, suspends, topics, number, customer)
    = (EXCLUDED.cause, EXCLUDED.reason, EXCLUDED.awaits, EXCLUDED.owner, EXCLUDED.since, EXCLUDED.due,
       EXCLUDED.order_id, EXCLUDED.order_version, EXCLUDED.purchase_id, EXCLUDED.item, EXCLUDED.need_version,
       EXCLUDED.provisional, EXCLUDED.opened_version, EXCLUDED.counts_from, EXCLUDED.due_provisional,
       EXCLUDED.suspends, EXCLUDED.topics, EXCLUDED.number, EXCLUDED.customer)
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
PROVISIONAL = """
SELECT key, opened_version, cause, coalesce(topics, string_to_array(awaits, ' or ')) AS topics, owner, counts_from, due
FROM promise
WHERE key = ANY($1::uuid[]) AND open AND due_provisional FOR UPDATE
"""
PUT_DUE = """
UPDATE promise p SET due = r.due, due_provisional = r.provisional
FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::boolean[]) AS r(key, opened_version, due, provisional)
WHERE p.key = r.key AND p.opened_version = r.opened_version
"""
DUE = "(n.void IS NOT NULL OR (NOT n.asleep AND n.due < {now}))"
"""What is void is looked at too, once: else it would be found for ever."""
LOOK = f"""
UPDATE promise p
SET looked_version = p.opened_version,
    missed_version = CASE WHEN n.void IS NULL THEN p.opened_version ELSE p.missed_version END
FROM promise_now n
WHERE n.key = p.key AND p.key = ANY($1::uuid[]) AND p.open AND p.looked_version IS DISTINCT FROM p.opened_version
  AND n.open AND n.opened_version = p.opened_version AND NOT n.undo AND {DUE.format(now="$2")}
RETURNING n.key, n.opening, n.cause, n.reason, n.topics, n.owner, n.since, n.due, n.void, p.number, p.customer,
    CASE WHEN n.order_id IS NOT NULL THEN ARRAY[n.order_id]
         ELSE coalesce((SELECT s.orders FROM serving s WHERE s.purchase_id = n.purchase_id), '{{}}') END AS orders
"""
# OFFSET 0, here and below: looked up by key, never joined as a whole.
LOOK_AT_UNDONE = """
WITH looked AS (
    UPDATE watched_order SET undo_looked = true
    WHERE order_id = ANY($1::uuid[]) AND ended = 'cancelled' AND NOT undo_looked AND undo_due < $2 RETURNING order_id
)
SELECT key, opening, cause, reason, topics, owner, since, due, NULL AS number, NULL AS customer,
    ARRAY[l.order_id] AS orders
FROM looked l CROSS JOIN LATERAL (SELECT * FROM open_promise p WHERE p.order_id = l.order_id AND undo OFFSET 0) p
"""
COLUMNS = (
    "key, cause, reason, awaits, topics, owner, since, due, order_id, purchase_id, asleep, in_part, due_provisional"
)
OF_ORDER = f"""
SELECT {COLUMNS} FROM open_promise WHERE order_id = $1
UNION ALL
SELECT p.* FROM serving s CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM open_promise p WHERE p.purchase_id = s.purchase_id AND p.order_id IS NULL OFFSET 0
) p WHERE s.orders @> ARRAY[$1::uuid]
ORDER BY since, due
"""


async def load(db: Db, keys: Sequence[UUID]) -> list[Counted]:
    """Promises that are to be reckoned anew, locked. What is heard is written blindly, so nothing else is loaded."""
    return [Counted(**row) for row in await db.fetch(PROVISIONAL, keys)]


async def save(db: Db, news: News, now: datetime, undo_due: datetime) -> None:
    """In three statements: a newer opening takes an older one's place, an answer is kept for what is not open yet,
    and of what is told of orders, purchases and customers the highest version holds."""
    if news.opened:
        *columns, suspends, topics, numbers, customers = _columns(sorted(news.opened, key=_by_key))
        lists = [list(map(" ".join, suspends)), list(map(" ".join, topics))]
        await db.execute(OPEN, *columns, *lists, numbers, customers, now)
    if news.answered:
        await db.execute(ANSWER, *_columns(sorted(news.answered, key=_by_key)), now)
    if news.orders or news.purchases or news.customers:
        await _know(db, news, now, undo_due)


async def open_promises_of(db: Reading, order_id: UUID) -> list[KnownPromise]:
    """Those about an order, and those about the purchases that serve it; the oldest first."""
    return [KnownPromise(**row) for row in await db.fetch(OF_ORDER, order_id)]


async def waits(db: Reading, order_id: UUID) -> list[dict[str, Any]]:
    """What is awaited for an order, the oldest first; what sleeps is not due."""
    return [
        {
            "owner": p.owner,
            "what": p.awaits,
            "topics": p.topics,
            "since": p.since,
            "due": None if p.asleep else p.due,
            "cause": p.cause,
            "reason": said(p.told_reason),
        }
        for p in await open_promises_of(db, order_id)
    ]


async def put_due(db: Db, reckoned: Sequence[tuple[Counted, datetime, bool]]) -> None:
    """A promise that was opened anew meanwhile has its own due time."""
    if reckoned:
        rows = [(c.key, c.opened_version, due, provisional) for c, due, provisional in reckoned]
        await db.execute(PUT_DUE, *(list(column) for column in zip(*rows, strict=True)))


async def look(db: Db, keys: Sequence[UUID], now: datetime) -> dict[UUID, Missed]:
    """Those of them that are overdue; looked at again, none is."""
    return {row["key"]: _missed(row) for row in await db.fetch(LOOK, keys, now) if row["void"] is None}


async def look_at_undone(db: Db, orders: Sequence[UUID], now: datetime) -> list[Missed]:
    """What is still to be undone for them; looked at again, nothing."""
    return [_missed(row) for row in await db.fetch(LOOK_AT_UNDONE, orders, now)]


async def _know(db: Db, news: News, now: datetime, undo_due: datetime) -> None:
    c = sorted(news.customers, key=lambda h: h.customer)
    o = sorted(news.orders, key=lambda w: w.order_id)
    p = sorted(news.purchases, key=lambda s: s.purchase_id)
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


_by_key = attrgetter("key.int")
"""As numbers, which compare in C; UUIDs do not."""


def _columns(rows: Sequence[Value]) -> list[list[Any]]:
    return [list(map(attrgetter(name), rows)) for name in names_of(type(rows[0]))]


def _missed(row: asyncpg.Record) -> Missed:
    return Missed(
        **{name: row[name] for name in Missed.__dataclass_fields__ if name != "orders"}, orders=tuple(row["orders"])
    )

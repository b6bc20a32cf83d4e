"""What this department knows about an order, and what waits in it: the queries behind `/ops` (ALL-1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from chassis.handling import Reading
from chassis.ids import made
from chassis.messages.event_log import OF_ORDER

UNSENT_LATE_S = 5

PARKED = """
SELECT topic, key, sequence, why, kind, reason, tries, due_at, parked_at, message_id, awaits_topics, awaits_key,
       partition, "offset",
       (SELECT count(*) FROM parked b WHERE b.topic = p.topic AND b.key = p.key AND b.sequence > p.sequence) AS behind,
       (SELECT count(*) FROM parked s WHERE s.why = p.why AND s.topic = p.topic
                                        AND s.fingerprint IS NOT DISTINCT FROM p.fingerprint) AS alike
FROM parked p
"""
PARKED_OF_ORDER = f"""{PARKED}
WHERE orders @> ARRAY[$1::uuid] OR key = $1::text OR message_id = $1 ORDER BY topic, key, sequence
"""
PARKED_NAMED = f"""{PARKED}
WHERE key = $1 OR substr(key, strpos(key, '/') + 1) = $1 ORDER BY topic, key, sequence LIMIT 100
"""
"""What came about an order that nobody took: by its key, which may be a customer's code, a slash and his number."""
UNSENT_OF_ORDER = """
SELECT o.topic, o.key, o.message_id, o.recorded_at, (SELECT count(*) FROM outbox) AS alike
FROM fact f JOIN outbox o USING (message_id) WHERE f.order_id = $1 AND f.kind = 'said' ORDER BY o.id
"""
ORDER_OF_MESSAGE = """
SELECT order_id FROM fact
WHERE recorded_at BETWEEN $2::timestamptz - interval '10 min' AND $2::timestamptz + interval '10 min'
  AND message_id = $1 AND NOT EXISTS (SELECT FROM fact WHERE order_id = $1) LIMIT 1
"""
"""By the age of the facts (``fact_age``): the id of an event of ours tells when it was made, and that it was said is
recorded by the same transaction. So no write pays for it."""
ABOUT = f"""
SELECT (SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') FROM ({OF_ORDER}) f) AS facts,
       (SELECT coalesce(jsonb_agg(to_jsonb(p)), '[]') FROM ({PARKED_OF_ORDER}) p) AS parked,
       (SELECT coalesce(jsonb_agg(to_jsonb(u)), '[]') FROM ({UNSENT_OF_ORDER}) u) AS unsent
"""
"""All three in one statement: under load each has to wait for its turn."""
KNOWN_AMONG = """
SELECT DISTINCT c.name, c.place FROM unnest($1::text[]) WITH ORDINALITY AS c(name, place), LATERAL ({names}) AS found
ORDER BY c.place LIMIT $2
"""
BLOCKED = """
SELECT w.pid, b.pid AS by_pid, b.application_name AS by_name, b.state AS by_state,
       extract(epoch FROM clock_timestamp() - b.xact_start)::float AS by_s, left(w.query, 60) AS query
FROM pg_stat_activity w CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS blocker(pid)
JOIN pg_stat_activity b ON b.pid = blocker.pid
WHERE w.datname = current_database() AND w.wait_event_type = 'Lock' ORDER BY by_s DESC
"""
WAITING = """
SELECT 'parked' AS kind, why, min(parked.kind) AS died_of, topic, fingerprint, min(reason) AS reason,
       count(DISTINCT message_id) AS messages, count(DISTINCT key) AS streams,
       min(parked_at) AS since, (array_agg(message_id ORDER BY parked_at))[1] AS first,
       (array_agg(DISTINCT order_id) FILTER (WHERE order_id IS NOT NULL))[1:100] AS orders,
       (array_agg(DISTINCT key) FILTER (WHERE order_id IS NULL))[1:100] AS keys
FROM parked LEFT JOIN LATERAL unnest(orders) AS o(order_id) ON true GROUP BY why, topic, fingerprint
UNION ALL
SELECT 'unsent', 'unsent', '', topic, NULL, '', count(*), count(DISTINCT key), min(recorded_at),
       NULL, NULL, (array_agg(DISTINCT key))[1:100]
FROM outbox WHERE recorded_at < now() - make_interval(secs => $1) GROUP BY topic
"""


async def about(db: Reading, order_id: UUID) -> dict[str, Any]:
    """What was heard, said and asked about an order, what is parked of it and what Kafka does not have yet, as JSON."""
    row = await db.fetchrow(ABOUT, order_id)
    assert row is not None
    return {name: json.loads(rows) for name, rows in row.items()}


async def order_of_message(db: Reading, message_id: UUID) -> UUID | None:
    """The order that an event is about, by the event's id, where this department said it; none for an order's id."""
    made_at = made(message_id)
    return await db.fetchval(ORDER_OF_MESSAGE, message_id, made_at) if made_at else None


async def parked_named(db: Reading, name: str) -> list[dict[str, Any]]:
    """What waits of an order that is in no book, by what its messages call it."""
    return [dict(row) for row in await db.fetch(PARKED_NAMED, name)]


async def known_among(db: Reading, names: str, candidates: Sequence[str], most: int) -> list[str]:
    """Those that a paper of this department bears, in this order; ``names`` is a house's SQL for one name."""
    rows = await db.fetch(KNOWN_AMONG.format(names=names.replace("$1", "c.name")), candidates, most)
    return [row["name"] for row in rows]


async def blocked_sessions(db: Reading) -> Sequence[asyncpg.Record]:
    """Sessions of this database that wait for a lock, and who holds it."""
    return await db.fetch(BLOCKED)


async def waiting(db: Reading) -> Sequence[asyncpg.Record]:
    """Parked messages by why, topic and what they died of, events unsent for some seconds by topic.

    With their orders, or the keys of what is about no order that is known.
    """
    return await db.fetch(WAITING, UNSENT_LATE_S)


async def numbers_of(db: Reading, called: str, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What people call these by; ``called`` is a house's SQL."""
    return {row["id"]: row["number"] for row in await db.fetch(called, ids)} if called and ids else {}

"""A message that fails or is not ready parks its (topic, key), not its partition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.messages.envelope import Message, Unreadable
from chassis.messages.fingerprint import fingerprint_of, reason_of
from chassis.messages.parked_record import ParkedRecord, headers_as_json, parked_record
from contracts.event import Event

Why = Literal["not_ready", "behind", "gap", "dead"]
Kind = Literal["", "contract", "handler"]
"""Of a dead letter: it breaks its contract, or its handler failed."""
RECHECK_S = 5.0
"""A message that is not ready is looked at again after so long, twice as long each time, even if nothing wakes it."""
JITTER = 0.25
"""So much earlier or later than that, as a share: what was parked together does not come back together."""
DUE_LIMIT = 200

PARK = """
INSERT INTO parked (message_id, topic, key, sequence, why, reason, awaits_topics, awaits_key, orders, due_at,
                    partition, "offset", record_key, record_value, record_headers, fingerprint, kind)
SELECT message_id, topic, key, sequence, why, reason, string_to_array(awaits_topics, ','), awaits_key,
       string_to_array(orders, ',')::uuid[],
       CASE why WHEN 'not_ready' THEN now() + make_interval(secs => $17 * (1 + $18 * (2 * random() - 1))) END,
       partition, "offset", record_key, record_value, record_headers::jsonb, fingerprint, kind
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::text[], $10::int[], $11::bigint[], $12::bytea[], $13::bytea[], $14::text[], $15::text[], $16::text[])
    AS p(message_id, topic, key, sequence, why, reason, awaits_topics, awaits_key, orders,
         partition, "offset", record_key, record_value, record_headers, fingerprint, kind)
ON CONFLICT (message_id) DO UPDATE SET
    why = EXCLUDED.why, reason = EXCLUDED.reason, tries = parked.tries + 1,
    awaits_topics = EXCLUDED.awaits_topics, awaits_key = EXCLUDED.awaits_key, fingerprint = EXCLUDED.fingerprint,
    kind = EXCLUDED.kind,
    due_at = now() + (EXCLUDED.due_at - now()) * (2 ^ least(parked.tries + 1, 6))
"""
UNPARK = "DELETE FROM parked WHERE message_id = ANY($1::uuid[])"
DUE = """
SELECT message_id, topic, key FROM (
    SELECT DISTINCT ON (topic, key) message_id, topic, key, due_at, why FROM parked ORDER BY topic, key, sequence
) heads
WHERE due_at <= now() OR why = 'behind' OR (why = 'gap' AND EXISTS (
    SELECT FROM inbox i JOIN parked p ON p.message_id = heads.message_id
    WHERE i.topic = heads.topic AND i.key = heads.key AND i.sequence = p.sequence - 1))
ORDER BY message_id LIMIT $1
"""
LOAD = """
SELECT message_id, topic, key, sequence, partition, "offset", record_key, record_value, record_headers
FROM parked WHERE message_id = ANY($1::uuid[]) AND (why <> 'dead' OR $2) ORDER BY topic, key, sequence FOR UPDATE
"""
DECLARE_DEAD = """
UPDATE parked SET why = 'dead', kind = 'handler', reason = $2, fingerprint = $3, due_at = NULL, tries = tries + 1
WHERE message_id = $1
"""


@dataclass(frozen=True)
class Parking:
    """A message and why it waits."""

    message: Message | Unreadable
    why: Why
    reason: str
    awaits: tuple[type[Event], ...] = ()
    awaits_key: str | None = None
    kind: Kind = ""


async def park(db: Db, service: str, parkings: Sequence[Parking]) -> None:
    """Store the messages with their raw records, in one statement; dead ones with their fingerprint."""
    if not parkings:
        return
    columns = zip(*(_row(service, parking) for parking in parkings), strict=True)
    await db.execute(PARK, *(list(column) for column in columns), RECHECK_S, JITTER)


async def unpark(db: Db, ids: Sequence[UUID]) -> None:
    """These were handled after all."""
    await db.execute(UNPARK, ids)


async def declare_dead(db: Db | asyncpg.Pool, service: str, message_id: UUID, topic: str, fault: Exception) -> None:
    """A parked message that fails: only a person can help it now."""
    reason = reason_of(fault)
    await db.execute(DECLARE_DEAD, message_id, reason, fingerprint_of(service, topic, reason))


async def due(db: Reading) -> Sequence[asyncpg.Record]:
    """The heads of parked streams whose time has come, lowest sequence first."""
    return await db.fetch(DUE, DUE_LIMIT)


async def load_parked(db: Db, ids: Sequence[UUID], prefix: str, *, dead: bool = False) -> list[ParkedRecord]:
    """The raw records of parked messages, locked; those that another replica finished are not among them.

    ``dead``: dead letters too.
    """
    return [parked_record(row, prefix) for row in await db.fetch(LOAD, ids, dead)]


def _row(service: str, parking: Parking) -> tuple[object, ...]:
    message, raw = parking.message, parking.message.raw
    orders = message.event.orders if isinstance(message, Message) else ()
    return (
        message.id,
        message.topic,
        message.key,
        message.sequence,
        parking.why,
        parking.reason.replace("\0", ""),
        ",".join(event.topic for event in parking.awaits),
        parking.awaits_key,
        ",".join(str(order) for order in orders),
        raw.partition,
        raw.offset,
        raw.key,
        raw.value,
        headers_as_json(raw.headers),
        fingerprint_of(service, message.topic, parking.reason) if parking.why == "dead" else None,
        parking.kind,
    )

"""What a department publishes, put in the work's own transaction and numbered per (topic, key); the relay sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from chassis.handling import Db
from chassis.messages.envelope import headers_of
from chassis.refusal import Refusal
from contracts.codec import checked, encoded
from contracts.event import Event

BODY_BYTES_MAX = 1_000_000
"""Kafka and its clients take 1,048,576 bytes by default; the rest is room for the key and the headers."""

PUT = """
WITH new AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::uuid[], $6::text[])
        WITH ORDINALITY AS n(message_id, topic, key, body, cause_id, traceparent, position)
), counted AS (
    INSERT INTO said (topic, key, sequence)
    SELECT topic, key, count(*) FROM new GROUP BY topic, key ORDER BY topic, key
    ON CONFLICT (topic, key) DO UPDATE SET sequence = said.sequence + EXCLUDED.sequence
    RETURNING topic, key, sequence
)
INSERT INTO outbox (message_id, topic, key, sequence, body, at, cause_id, traceparent)
SELECT n.message_id, n.topic, n.key,
       c.sequence - count(*) OVER (PARTITION BY n.topic, n.key)
                  + row_number() OVER (PARTITION BY n.topic, n.key ORDER BY n.position),
       n.body, $7, n.cause_id, n.traceparent
FROM new n JOIN counted c USING (topic, key)
ORDER BY n.position
"""


@dataclass(frozen=True)
class OutboxMessage:
    """An event on its way out, with what caused it."""

    id: UUID
    event: Event
    cause_id: UUID | None
    traceparent: str | None


class EventTooLarge(Refusal):
    """The event {topic} of {key} would have {bytes} bytes; Kafka takes {limit}."""

    status = 413


async def put_in_outbox(db: Db, messages: Sequence[OutboxMessage], at: datetime) -> None:
    """Number the events per (topic, key) and store them, in one statement; ``at`` is business time.

    Raises ValidationError for an event beyond its contract and EventTooLarge: once committed, it could never be taken,
    or leave, nor what comes after it.
    """
    if not messages:
        return
    columns = zip(
        *((m.id, m.event.topic, m.event.key, _body(m.event), m.cause_id, m.traceparent) for m in messages), strict=True
    )
    await db.execute(PUT, *(list(column) for column in columns), at)


def _body(event: Event) -> bytes:
    body = encoded(checked(event))
    if len(body) > BODY_BYTES_MAX:
        raise EventTooLarge(topic=event.topic, key=event.key, bytes=len(body), limit=BODY_BYTES_MAX)
    return body


def record_headers(department: str, row: asyncpg.Record) -> list[tuple[str, bytes]]:
    """The Kafka headers of an outbox row."""
    return headers_of(
        message_id=row["message_id"],
        topic=row["topic"],
        source=department,
        subject=row["key"],
        sequence=row["sequence"],
        at=row["at"],
        recorded_at=row["recorded_at"],
        cause_id=row["cause_id"],
        traceparent=row["traceparent"],
    )

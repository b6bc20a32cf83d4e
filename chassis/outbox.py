"""Rows put in the work's own transaction, and the relay that brings them to Kafka in order per (topic, key)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import structlog

from chassis import telemetry
from chassis.envelope import headers_of
from chassis.handling import Db, rounds
from contracts.event import Event

log = structlog.get_logger()

ROUND_ROWS = 1_000
POLL_S = 0.15
SEND_TIMEOUT_S = 20.0
SET_ASIDE_S = 5.0

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
LEASE = "SELECT key FROM key WHERE key = 'relay' FOR UPDATE SKIP LOCKED"
UNSENT = """
SELECT id, message_id, topic, key, sequence, body, at, recorded_at, cause_id, traceparent
FROM outbox WHERE topic <> ALL($1::text[]) ORDER BY id LIMIT $2
"""
DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"


@dataclass(frozen=True)
class Saying:
    """An event on its way out, with what caused it."""

    id: UUID
    event: Event
    cause_id: UUID | None
    traceparent: str | None


async def put_in_outbox(db: Db, sayings: Sequence[Saying], at: datetime) -> None:
    """Number the events per (topic, key) and store them, in one statement; ``at`` is business time."""
    if not sayings:
        return
    columns = zip(
        *(
            (s.id, s.event.topic, s.event.key, s.event.model_dump_json().encode(), s.cause_id, s.traceparent)
            for s in sayings
        ),
        strict=True,
    )
    await db.execute(PUT, *(list(column) for column in columns), at)


class NothingSent(Exception):
    """Kafka took none of the events that wait: it is away, or the producer is broken."""


class Producer(Protocol):
    """The part of an aiokafka producer that the relay uses."""

    async def send(self, topic: str, **record: Any) -> asyncio.Future[Any]: ...


class Relay:
    """Brings one service's outbox to Kafka. One relay at a time has the lease, for one round."""

    def __init__(self, department: str, pool: asyncpg.Pool, prefix: str) -> None:
        self.department, self.pool, self.prefix = department, pool, prefix
        self.set_aside: dict[str, tuple[str, float]] = {}
        """Topics that refuse: reason, and when (monotonic seconds) they are tried again."""

    async def round(self, producer: Producer) -> int:
        """Send what is unsent, delete what Kafka has acknowledged; how many rows left the outbox."""
        async with self.pool.acquire() as db, db.transaction():
            if await db.fetchval(LEASE) is None:
                return 0
            rows = await db.fetch(UNSENT, self._refusing_topics(), ROUND_ROWS)
            if not rows:
                return 0
            sent = await self._send_in_waves(producer, rows)
            if not sent:
                raise NothingSent(self.set_aside)
            await db.execute(DELETE, sent)
            return len(sent)

    def _refusing_topics(self) -> list[str]:
        now = time.monotonic()
        self.set_aside = {topic: why for topic, why in self.set_aside.items() if why[1] > now}
        return list(self.set_aside)

    async def _send_in_waves(self, producer: Producer, rows: Sequence[asyncpg.Record]) -> list[int]:
        """At most one unsent row per (topic, key) in flight; a stream that fails waits for the next round."""
        sent: list[int] = []
        stopped: set[tuple[str, str]] = set()
        for wave in rounds(f"{row['topic']} {row['key']}" for row in rows):
            going = [rows[i] for i in wave if (rows[i]["topic"], rows[i]["key"]) not in stopped]
            results = await asyncio.gather(*(self._send(producer, row) for row in going), return_exceptions=True)
            for row, result in zip(going, results, strict=True):
                if isinstance(result, BaseException):
                    stopped.add((row["topic"], row["key"]))
                    self._set_aside(row["topic"], result)
                else:
                    sent.append(row["id"])
        return sent

    async def _send(self, producer: Producer, row: asyncpg.Record) -> None:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            delivery = await producer.send(
                self.prefix + row["topic"],
                key=row["key"].encode(),
                value=row["body"],
                headers=record_headers(self.department, row),
            )
            await delivery

    def _set_aside(self, topic: str, reason: BaseException) -> None:
        if topic not in self.set_aside:
            log.warning("topic set aside", service=self.department, topic=topic, reason=repr(reason))
        self.set_aside[topic] = (repr(reason), time.monotonic() + SET_ASIDE_S)
        telemetry.RELAY_FAILURES.labels(self.department, topic).inc()


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

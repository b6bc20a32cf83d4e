"""The relay brings the outbox to Kafka in order per (topic, key); what Kafka refuses keeps nothing else back."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import asyncpg
import structlog
from aiokafka.errors import KafkaError

from chassis.database import pool
from chassis.kafka.sending import Producer, Sending
from chassis.messages.outbox import record_headers
from chassis.telemetry import metrics
from chassis.telemetry.faults import KafkaTrouble

log = structlog.get_logger()

ROUND_ROWS = 1_000
POLL_S = 0.15
"""While another replica has the lease: what we have written meanwhile is perhaps not in its round."""
REST_S = 1.0
"""Whoever writes wakes his relay; so long lies only what a replica left that ended before it was sent."""
SEND_TIMEOUT_S = 10.0
WAVES_SHARE = 0.25
"""Of PostgreSQL's limit for an idle transaction: no wave begins later. The last one may take ``SEND_TIMEOUT_S``."""
SET_ASIDE_S = 5.0
JITTER = 0.5
"""So much sooner or later than that, as a share: what Kafka refused as one batch does not come back as one."""

TAKE_LEASE = "SELECT * FROM take_lease($1, $2)"
DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"


class NothingSent(KafkaTrouble):
    """Kafka took none of the events that wait: it is away, or the producer is broken."""


class Relay:
    """Brings one service's outbox to Kafka. One relay at a time has the lease, for one round."""

    def __init__(self, department: str, pool: asyncpg.Pool, prefix: str) -> None:
        self.department, self.pool, self.prefix = department, pool, prefix
        self.set_aside: dict[str, tuple[str, float]] = {}
        """Topics, and streams ("topic key"), that Kafka refuses: why, and when (monotonic s) they are tried again."""
        self.failed = False
        """A send of the last round failed. Its producer has counted it and Kafka has not: it must be built anew."""
        self.rest_s = REST_S
        """How long to wait for a wake before the next round."""

    @property
    def refusing(self) -> dict[str, str]:
        """The topics, and the streams ("topic key"), that Kafka refuses, with its reason."""
        return {what: reason for what, (reason, _) in self.set_aside.items()}

    async def round(self, producer: Producer) -> int:
        """Send what is unsent, delete what Kafka has acknowledged; how many rows left the outbox."""
        self.failed = False
        async with self.pool.acquire() as db, db.transaction():
            rows = await db.fetch(TAKE_LEASE, self._still_set_aside(), ROUND_ROWS)
            leased = not rows or rows[0]["id"] is not None
            self.rest_s = REST_S if leased else POLL_S
            if not leased:
                return 0
            sending = Sending(producer, partial(self._send, producer), self._set_aside)
            sent = await self._in_waves(sending, rows)
            self.failed = sending.broken
            if sent:
                await db.execute(DELETE, sent)
            elif sending.away:
                raise NothingSent(self.set_aside)
            return len(sent)

    def _still_set_aside(self) -> list[str]:
        now = time.monotonic()
        self.set_aside = {what: why for what, why in self.set_aside.items() if why[1] > now}
        return list(self.set_aside)

    async def _in_waves(self, sending: Sending, rows: Sequence[asyncpg.Record]) -> list[int]:
        """What was sent, also when Kafka goes away in the middle."""
        last_s = time.monotonic() + WAVES_SHARE * pool.IDLE_IN_TRANSACTION_MS / 1_000
        try:
            await sending.in_waves(rows, last_s)
        except (KafkaError, OSError) as fault:
            log.warning("no new producer", service=self.department, reason=repr(fault))
            sending.away = sending.broken = True
        return sending.sent

    async def _send(self, producer: Producer, rows: Sequence[asyncpg.Record]) -> list[BaseException | None]:
        """Send rows of one topic, with one time limit for all; of each what went wrong."""
        deliveries: list[asyncio.Future[Any]] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(SEND_TIMEOUT_S):
                for row in rows:  # what was handed over counts, also when the time is over in the middle
                    deliveries.append(await self._handed_over(producer, row))  # noqa: PERF401
                await asyncio.wait(deliveries)
        never = [TimeoutError() for _ in rows[len(deliveries) :]]
        return [*map(_fault_of, deliveries), *never]

    async def _handed_over(self, producer: Producer, row: asyncpg.Record) -> asyncio.Future[Any]:
        """Its delivery; one that has failed when the producer itself does not take it."""
        try:
            return await producer.send(
                self.prefix + row["topic"],
                key=row["key"].encode(),
                value=row["body"],
                headers=record_headers(self.department, row),
            )
        except Exception as fault:
            refused = asyncio.get_running_loop().create_future()
            refused.set_exception(fault)
            return refused

    def _set_aside(self, what: str, row: asyncpg.Record, reason: BaseException) -> None:
        """A topic, or one stream of it."""
        topic = row["topic"]
        if what not in self.set_aside:
            log.warning("set aside", service=self.department, topic=topic, what=what, reason=repr(reason))
        wait_s = SET_ASIDE_S * random.uniform(1 - JITTER, 1 + JITTER)
        self.set_aside[what] = (repr(reason), time.monotonic() + wait_s)
        metrics.RELAY_FAILURES.labels(self.department, topic).inc()


def _fault_of(delivery: asyncio.Future[Any]) -> BaseException | None:
    if delivery.done():
        return delivery.exception()
    delivery.cancel()
    return TimeoutError()

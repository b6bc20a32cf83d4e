"""The relay brings the outbox to Kafka in order per (topic, key); what Kafka refuses keeps nothing else back.

What this process commits it is handed, and sends at once where nothing of its stream can be before it. The outbox is
looked at for the rest, once a second while Kafka has what lies there, and every five for what others left (decision
0005).
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import timedelta

import asyncpg
import structlog
from aiokafka.errors import KafkaError

from chassis.database import pool
from chassis.handling import Db
from chassis.kafka.delivery import Delivery
from chassis.kafka.sending import Producer, Sending, stream_of
from chassis.messages.outbox import Published, Row
from chassis.telemetry import metrics
from chassis.telemetry.faults import KafkaTrouble

log = structlog.get_logger()

ROUND_ROWS = 1_000
POLL_S = 0.15
"""While another replica has the lease: what we have written meanwhile is perhaps not in its round."""
REST_S = 1.0
"""So long lies in the outbox what is sent already, or was not taken."""
QUIET_S = 5.0
"""Whoever writes hands it to his relay; so long lies only what a replica left that ended before it was sent."""
JUST_NOW = timedelta(seconds=3)
"""What was committed since then is left to the relay of its process."""
EVERYTHING = 2**63 - 1
WAVES_SHARE = 0.25
"""Of PostgreSQL's limit for an idle transaction: no wave begins later. The last one may take ``SEND_TIMEOUT_S``."""
SET_ASIDE_S = 5.0
JITTER = 0.5
"""So much sooner or later than that, as a share: what Kafka refused as one batch does not come back as one."""

TAKE_LEASE = "SELECT * FROM take_lease($1, $2, $3, $4, $5)"
DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"
UNSENT = "SELECT EXISTS (SELECT FROM outbox WHERE id <> ALL($1::bigint[]))"


class NothingSent(KafkaTrouble):
    """Kafka took none of the events that wait: it is away, or the producer is broken."""


class Relay:
    """Brings one service's outbox to Kafka. One relay at a time has the lease, for one round."""

    def __init__(self, department: str, pool: asyncpg.Pool, prefix: str) -> None:
        self.department, self.pool, self.prefix = department, pool, prefix
        self.handed = asyncio.Event()
        """There is something new to send."""
        self.set_aside: dict[str, tuple[str, float]] = {}
        """Topics, and streams ("topic key"), that Kafka refuses: why, and when (monotonic s) they are tried again."""
        self.failed = False
        """A send failed. Its producer has counted it and Kafka has not: it must be built anew."""
        self.acknowledged: list[int] = []
        """What Kafka has and the next round takes out of the outbox."""
        self._fresh: list[Row] = []
        self._up_to = 0
        """So far what was handed over waits in the outbox; 0 when nothing does."""
        self._unsure = True
        """The outbox may hold what else nobody would send soon: a process of before left it, Kafka did not take it."""
        self._by_round = frozenset[int]()
        self._looked_s, self._rest_s = 0.0, 0.0

    @property
    def refusing(self) -> dict[str, str]:
        """The topics, and the streams ("topic key"), that Kafka refuses, with its reason."""
        return {what: reason for what, (reason, _) in self.set_aside.items()}

    @property
    def rest_s(self) -> float:
        """How long to wait for something new."""
        rest_s = min(self._rest_s, REST_S) if self.acknowledged else self._rest_s
        return max(0.0, self._looked_s + rest_s - time.monotonic())

    def hand(self, published: Published) -> None:
        """Take what was committed here just now. What finds no room waits in the outbox."""
        room = ROUND_ROWS - len(self._fresh)
        self._fresh += published.first[:room]
        self._up_to = max(self._up_to, published.up_to, *(row["id"] for row in published.first[room:]))
        self.handed.set()

    async def turn(self, producer: Producer) -> None:
        """Send what was handed over, then look at the outbox where that is not all, or nobody looked for a second."""
        self.handed.clear()
        await self.forward(producer)
        if not self.failed and (self._unsure or self._up_to or not self.rest_s):
            await self.round(producer)

    async def forward(self, producer: Producer) -> None:
        """Send what was handed over and is the first of its stream; the outbox need not be looked at for that."""
        fresh, self._fresh, self.failed = self._fresh, [], False
        aside = {*self._still_set_aside()}
        self.acknowledged += await self._in_waves(
            producer,
            [row for row in fresh if row["id"] not in self._by_round and not aside & {row["topic"], stream_of(row)}],
        )

    async def round(self, producer: Producer) -> int:
        """Send what is unsent, delete what Kafka has acknowledged; how many rows of the outbox were sent."""
        self.failed, before = False, (self._unsure, self._up_to)
        self._unsure, self._up_to = True, 0
        async with self.pool.acquire() as db, db.transaction():
            rows = await self._lease(db, *before)
            sent = await self._in_waves(producer, rows or ())
            if sent:
                await db.execute(DELETE, sent)
        self.acknowledged.clear()
        self._by_round = frozenset(sent)
        self._looked_s = time.monotonic()
        if rows is None:
            self._unsure, self._up_to = before[0], max(self._up_to, before[1])
            self._rest_s = POLL_S
        elif len(rows) == ROUND_ROWS:
            self._rest_s = 0.0
        else:
            self._unsure = len(sent) < len(rows)
            self._rest_s = REST_S if self._unsure else QUIET_S
        return len(sent)

    async def has_to_send(self) -> bool:
        """Whether anything lies in the outbox that Kafka does not have."""
        return bool(await self.pool.fetchval(UNSENT, self.acknowledged))

    async def clear(self) -> None:
        """Take out of the outbox what Kafka has."""
        if self.acknowledged:
            await self.pool.execute(DELETE, self.acknowledged)
            self.acknowledged.clear()

    async def _lease(self, db: Db, unsure: bool, up_to: int) -> Sequence[Row] | None:
        """What is to be sent; None while another replica has the lease."""
        asked = (self._still_set_aside(), ROUND_ROWS, self.acknowledged, EVERYTHING if unsure else up_to, JUST_NOW)
        rows = await db.fetch(TAKE_LEASE, *asked)
        return None if rows and rows[0]["id"] is None else rows

    def _still_set_aside(self) -> list[str]:
        now = time.monotonic()
        self.set_aside = {what: why for what, why in self.set_aside.items() if why[1] > now}
        return list(self.set_aside)

    async def _in_waves(self, producer: Producer, rows: Sequence[Row]) -> list[int]:
        """What was sent, also when Kafka goes away in the middle."""
        sending = Sending(producer, Delivery(self.department, self.prefix, producer), self._set_aside)
        last_s = time.monotonic() + WAVES_SHARE * pool.IDLE_IN_TRANSACTION_MS / 1_000
        try:
            await sending.in_waves(rows, last_s)
        except (KafkaError, OSError) as fault:
            log.warning("no new producer", service=self.department, reason=repr(fault))
            sending.away = sending.broken = True
        self.failed = sending.broken
        self._unsure |= len(sending.sent) < len(rows)
        if sending.away and not sending.sent:
            raise NothingSent(self.set_aside)
        return sending.sent

    def _set_aside(self, what: str, row: Row, reason: BaseException) -> None:
        """A topic, or one stream of it."""
        topic = row["topic"]
        if what not in self.set_aside:
            log.warning("set aside", service=self.department, topic=topic, what=what, reason=repr(reason))
        wait_s = SET_ASIDE_S * random.uniform(1 - JITTER, 1 + JITTER)
        self.set_aside[what] = (repr(reason), time.monotonic() + wait_s)
        metrics.RELAY_FAILURES.labels(self.department, topic).inc()

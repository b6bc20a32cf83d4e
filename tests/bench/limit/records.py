"""One department's records, bare: those that it heard, heard once more, and as many new ones of the same size."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from tests.bench.limit.work import Work

TOPIC = "bench"
PARTITIONS = 3
KEY_BYTES, OVERHEAD_BYTES = 36, 12
NOTHING_MORE_MS = 30_000
"""A broker beside much other work answers late; where records are gone, nobody waits longer."""
FETCH_WAIT_MS = 100


class Records:
    """Hears and publishes for one department."""

    def __init__(self, consumer: AIOKafkaConsumer, producer: AIOKafkaProducer, work: Work) -> None:
        self._consumer, self._producer, self._work = consumer, producer, work
        self._value = os.urandom(max(1, work.record_bytes - KEY_BYTES - OVERHEAD_BYTES))
        self._sent: list[asyncio.Future[Any]] = []
        self._number = 0

    def begin(self) -> None:
        """Back to where the counted work began."""
        for topic, partition, first, _ in self._work.places:
            self._consumer.seek(TopicPartition(topic, partition), first)

    async def hear(self, count: int) -> None:
        """So many records, and the offset kept."""
        left = count
        while left > 0:
            found = await self._consumer.getmany(max_records=left, timeout_ms=NOTHING_MORE_MS)
            if not found:
                raise SystemExit(f"{self._work.department}: {left} of the records heard are there no more")
            left -= sum(map(len, found.values()))
        if count:
            await self._consumer.commit()

    async def publish(self, count: int) -> None:
        """In batches, one after the other as the partitions take turns; waits for those of the last time."""
        await asyncio.gather(*self._sent)
        self._sent = []
        while count > 0:
            batch = self._producer.create_batch()
            while count and batch.append(key=self._key(), value=self._value, timestamp=None) is not None:
                count -= 1
            partition = self._number % PARTITIONS
            self._sent.append(await self._producer.send_batch(batch, TOPIC, partition=partition))

    async def end(self) -> None:
        await self.publish(0)

    def _key(self) -> bytes:
        self._number += 1
        return b"%036d" % self._number


@asynccontextmanager
async def records(kafka: str, work: Work) -> AsyncIterator[Records]:
    """As safe as a department's: every replica acknowledges, nothing twice, offsets kept by hand."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=kafka,
        group_id=f"bench-{work.department}",
        enable_auto_commit=False,
        fetch_max_wait_ms=FETCH_WAIT_MS,
    )
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all", enable_idempotence=True, max_batch_size=262_144)
    await asyncio.gather(consumer.start(), producer.start())
    try:
        consumer.assign([TopicPartition(topic, partition) for topic, partition, _, _ in work.places])
        found = Records(consumer, producer, work)
        found.begin()
        yield found
    finally:
        await asyncio.gather(consumer.stop(), producer.stop())

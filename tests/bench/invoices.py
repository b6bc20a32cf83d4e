"""When each order's invoice.issued came to lie on Kafka, as an outside listener sees it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.finance import InvoiceIssued
from tests.bench import topics
from tests.bench.company import Company

WANTED = InvoiceIssued.topic.encode()


@asynccontextmanager
async def invoiced(company: Company) -> AsyncIterator[dict[UUID, float]]:
    """Monotonic seconds by order, for what comes from now on.

    Each partition has a listener of its own: one for all of them would wait for a fetch from the others to end before
    it asks the partition just read again, half a second at worst.
    """
    issued: dict[UUID, float] = {}
    async with AsyncExitStack() as stack:
        listening = [
            asyncio.create_task(_listen(await stack.enter_async_context(_listener(company.kafka, at)), issued))
            for at in await _places(company)
        ]
        try:
            yield issued
        finally:
            for task in listening:
                task.cancel()
            await asyncio.gather(*listening, return_exceptions=True)


async def _places(company: Company) -> list[TopicPartition]:
    """The event's own topic, or where finance says all of its events."""
    ends = await topics.ends(company.kafka)
    for topic in (InvoiceIssued.topic, "finance"):
        if found := [TopicPartition(topic, number) for name, number in ends if name == topic]:
            return found
    raise SystemExit(f"{company.tree.name}: no topic of Kafka holds {InvoiceIssued.topic}")


@asynccontextmanager
async def _listener(kafka: str, at: TopicPartition) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka)
    await consumer.start()
    try:
        consumer.assign([at])
        await consumer.seek_to_end(at)
        yield consumer
    finally:
        await consumer.stop()


async def _listen(consumer: AIOKafkaConsumer, issued: dict[UUID, float]) -> None:
    async for record in consumer:
        if dict(record.headers).get("ce_type") == WANTED:
            issued.setdefault(_order_of(record.key), time.monotonic())


def _order_of(key: bytes) -> UUID:
    """A key is the order's id as text, or its sixteen bytes."""
    return UUID(bytes=key) if len(key) == 16 else UUID(key.decode())

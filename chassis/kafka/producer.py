"""The relay's Kafka producer: how it is made, and how it ends whatever Kafka does."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import ProducerClosed

from chassis.kafka_access import KafkaAccess

GIVES_UP_S = 0.1


def new_producer(access: KafkaAccess) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        **access.client(),
        acks="all",
        enable_idempotence=True,
        max_batch_size=262_144,
    )


class Producers:
    """One producer after another: a refused record makes an idempotent one useless for its partition."""

    def __init__(self, access: KafkaAccess) -> None:
        self._access = access
        self._current = new_producer(access)

    async def start(self) -> None:
        await self._current.start()

    async def send(self, topic: str, **record: Any) -> asyncio.Future[Any]:
        delivery: asyncio.Future[Any] = await self._current.send(topic, **record)
        return delivery

    async def renew(self) -> None:
        """Build it anew, without what it had not delivered."""
        await self.end()
        self._current = new_producer(self._access)
        await self._current.start()

    async def end(self) -> None:
        await end(self._current)


async def end(producer: AIOKafkaProducer) -> None:
    """Stop it without what it could not deliver, which is in the outbox still.

    By itself an idempotent producer would try that for ever, and its `stop` wait for it (aiokafka issue 1101).
    """
    sender = producer._sender.sender_task
    while sender is not None and not sender.done():  # cancelled once, it waits for what is in flight
        sender.cancel()
        await asyncio.wait([sender], timeout=GIVES_UP_S)
    producer._message_accumulator.fail_all(ProducerClosed())
    await producer.stop()

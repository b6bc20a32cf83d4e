"""One poll = one transaction, then the offset; a poll that fails is sought back before the next fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER, KafkaAckableMessage

from chassis.kafka.halving import Halving
from chassis.kafka.polling import POLL_RECORDS, WAIT_MS, Polling
from chassis.messages.envelope import read
from chassis.telemetry import metrics
from chassis.telemetry.condition import Condition
from chassis.telemetry.consuming import Client
from chassis.transaction.engine import Engine

log = structlog.get_logger()

POLL_GAP_S = 0.05
"""A poll costs a transaction: under load, what comes within this time is handled together."""
HANDLER_LIMIT_S = 60
PAUSE_S = 5.0
ACKNOWLEDGED_WITHIN_S = 2.0
"""A connection that is gone would hold the department up for Kafka's request limit of 40 s; the watchdog looks for it
once nothing is in hand."""


class Consumer:
    """Takes all topics of one house as one consumer group."""

    def __init__(self, engine: Engine, condition: Condition | None = None) -> None:
        self.engine, self.condition = engine, condition or Condition()
        self.busy = asyncio.Lock()
        self.halving = Halving(engine)

    @property
    def group(self) -> str:
        return self.engine.prefix + self.engine.house.name

    @property
    def topics(self) -> list[str]:
        return [self.engine.prefix + topic for topic in self.engine.house.topics]

    async def take(self, poll: KafkaMessage) -> None:
        """Handle one poll: committed, parked, or sought back to its first offsets."""
        async with self.busy:
            self.condition.does("consumer", "handles")
            self.condition.in_hand = poll.raw_message
            try:
                with metrics.BATCH_SECONDS.labels(self.engine.house.name).time():
                    await self.halving.consume(
                        [read(r, self.engine.types, self.engine.prefix) for r in poll.raw_message]
                    )
            except Exception as fault:
                self.condition.does("consumer", "paused", fault)
                log.warning("poll sought back", service=self.engine.house.name, reason=repr(fault), exc_info=True)
                await poll.nack()
                await asyncio.sleep(PAUSE_S)
            else:
                await self._acknowledge(poll)
                self.condition.in_hand = ()
                self.condition.does("consumer", "waits for messages")

    async def _acknowledge(self, poll: KafkaMessage) -> None:
        """Tell Kafka of the partitions of this poll; FastStream's ``ack`` would name all that are assigned.

        What Kafka does not record now, the partition's next poll does: the inbox knows what was handled.
        """
        ends = {TopicPartition(record.topic, record.partition): record.offset + 1 for record in poll.raw_message}
        client: Any = poll.consumer
        try:
            async with asyncio.timeout(ACKNOWLEDGED_WITHIN_S):
                await client.commit(ends)
        except Exception as fault:
            log.warning("offset not committed", service=self.engine.house.name, reason=repr(fault))


class _AwaitInFlight(ConsumerRebalanceListener):  # type: ignore[misc]
    """Partitions are given away only when the poll in hand is done."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        async with self._consumer.busy:
            pass

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        pass


def subscribe(consumer: Consumer, bootstrap: str, instance: str | None = None) -> KafkaBroker:
    """A FastStream broker with the one subscriber of the house: manual acknowledgement, earliest, batches."""
    name = consumer.engine.house.name
    broker = KafkaBroker(bootstrap.split(","), client_id=name, consumer_only=True, apply_types=False, logger=None)
    subscriber = broker.subscriber(
        *consumer.topics,
        group_id=consumer.group,
        group_instance_id=instance,
        batch=True,
        max_records=POLL_RECORDS,
        fetch_max_wait_ms=WAIT_MS,
        consumer_timeout_ms=WAIT_MS,
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.MANUAL,
        session_timeout_ms=15_000,
        heartbeat_interval_ms=3_000,
        rebalance_timeout_ms=(HANDLER_LIMIT_S + 10) * 1_000,
        max_poll_interval_ms=3 * HANDLER_LIMIT_S * 1_000,
        listener=_AwaitInFlight(consumer),
        parser=_raw,
        decoder=_whole,
    )

    async def _raw_poll(poll: KafkaMessage) -> None:
        assert subscriber.consumer is not None
        poll.consumer = subscriber.consumer
        await consumer.take(poll)

    subscriber(_raw_poll)
    subscriber.get_msg = Polling(POLL_GAP_S).poll  # type: ignore[method-assign]
    return broker


def leave_at_stop(broker: KafkaBroker) -> None:
    """A member with a name would keep its partitions when it stops in order, as it does when it crashes.

    aiokafka leaves the group only for those without one.
    """
    coordinator = getattr(client_of(broker), "_coordinator", None)
    if coordinator is not None:
        coordinator._group_instance_id = None


def client_of(broker: KafkaBroker) -> Client | None:
    """The Kafka client of a started broker's one subscriber."""
    (subscriber,) = broker.subscribers
    client: Client | None = subscriber.consumer  # type: ignore[attr-defined]
    return client


async def _raw(records: tuple[Any, ...]) -> KafkaMessage:
    """The poll as it came: one bad header must not sink it."""
    return KafkaAckableMessage(raw_message=records, body=b"", consumer=FAKE_CONSUMER)


async def _whole(poll: KafkaMessage) -> KafkaMessage:
    return poll

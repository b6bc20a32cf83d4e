"""One poll = one transaction; its offsets are told later. A poll that fails is sought back before the next fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER, KafkaAckableMessage

from chassis.kafka.acknowledging import Acknowledgements
from chassis.kafka.halving import Halving
from chassis.kafka.polling import POLL_RECORDS, WAIT_MS, Polling
from chassis.kafka_access import KafkaAccess
from chassis.messages.envelope import read
from chassis.telemetry import metrics
from chassis.telemetry.condition import Condition
from chassis.telemetry.consuming import Client
from chassis.transaction.engine import Engine

log = structlog.get_logger()

HANDLER_LIMIT_S = 60
PAUSE_S = 5.0


class Consumer:
    """Takes all topics of one house as one consumer group."""

    def __init__(self, engine: Engine, condition: Condition | None = None) -> None:
        self.engine, self.condition = engine, condition or Condition()
        self.busy = asyncio.Lock()
        self.halving = Halving(engine)
        self.acknowledgements = Acknowledgements(engine.house.name)

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
                self.acknowledgements.handled(poll.raw_message)
                self.condition.in_hand = ()
                self.condition.does("consumer", "waits for messages")


class _AwaitInFlight(ConsumerRebalanceListener):  # type: ignore[misc]
    """Partitions are given away only when the poll in hand is done, and Kafka told of it."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        async with self._consumer.busy:
            if client := self._consumer.condition.client:
                await self._consumer.acknowledgements.tell(client)

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        pass


def subscribe(consumer: Consumer, access: KafkaAccess, instance: str | None = None) -> KafkaBroker:
    """A FastStream broker with the one subscriber of the house: manual acknowledgement, earliest, batches."""
    name = consumer.engine.house.name
    broker = KafkaBroker(
        access.kafka_bootstrap_servers.split(","), security=access.security(),
        client_id=name, consumer_only=True, apply_types=False, logger=None,
    )  # fmt: skip
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
    subscriber.get_msg = Polling(consumer.engine.house.polls_every_s).poll  # type: ignore[method-assign]
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

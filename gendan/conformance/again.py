"""A record that was heard is sent once more, byte for byte: who has heard it does nothing twice (ALL-2, ALL-7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from aiokafka import AIOKafkaProducer

from chassis.kafka_access import KafkaAccess
from contracts.catalogue import EVENTS
from gendan.conformance.record import Heard


def newest(heard: Sequence[Heard], topics: Collection[str]) -> list[Heard]:
    """The last record of each of these topics; none of master data, which may be older than a department remembers."""
    found = {one.topic: one for one in sorted(heard, key=lambda one: one.at)}
    return [one for topic, one in found.items() if topic in topics and not EVENTS[topic].compacted]


async def sent_again(access: KafkaAccess, prefix: str, records: Iterable[Heard]) -> None:
    """Each into its partition, with its headers. Raises KafkaError."""
    async with AIOKafkaProducer(**access.client(), acks="all") as producer:
        for one in records:
            await producer.send_and_wait(
                prefix + one.topic, one.value, one.key, one.partition, headers=list(one.headers)
            )

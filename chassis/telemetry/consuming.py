"""How far a consumer is, as its Kafka client tells without asking Kafka."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from chassis import clock

POSITION_LIMIT_S = 0.3


class Client(Protocol):
    """The part of an aiokafka consumer that tells how far it is."""

    def assignment(self) -> set[TopicPartition]: ...
    def highwater(self, partition: TopicPartition) -> int | None: ...
    def last_poll_timestamp(self, partition: TopicPartition) -> int | None: ...
    async def position(self, partition: TopicPartition) -> int: ...
    async def end_offsets(self, partitions: Iterable[TopicPartition]) -> Mapping[TopicPartition, int]: ...


@dataclass(frozen=True)
class Consuming:
    """Partitions assigned and messages not fetched yet; None where unknown.

    ``answered_s``: real seconds since Kafka answered about any of them, ``all_answered_s``: about all of them.
    A partition with messages in hand is not asked again, so that under load the second is the larger.
    """

    partitions: int = 0
    behind: int | None = None
    answered_s: float | None = None
    all_answered_s: float | None = None


async def consuming(client: Client) -> Consuming:
    """How far a consumer is."""
    assigned = client.assignment()
    ages = ages_s(client, assigned)
    try:
        async with asyncio.timeout(POSITION_LIMIT_S):
            behind = await _behind(client, assigned)
    except (TimeoutError, KafkaError):
        behind = None
    answered = [age for age in ages if age is not None]
    oldest = max(answered, default=None) if len(answered) == len(assigned) else None
    return Consuming(len(assigned), behind, min(answered, default=None), oldest)


def ages_s(client: Client, assigned: Iterable[TopicPartition]) -> list[float | None]:
    """Of Kafka's last answer about each partition."""
    now = clock.real_now().timestamp()
    answers = map(client.last_poll_timestamp, assigned)
    return [None if at is None else max(0.0, now - at / 1000) for at in answers]


async def _behind(client: Client, assigned: Iterable[TopicPartition]) -> int | None:
    """None as long as Kafka has not told the end of every partition."""
    behind = 0
    for partition in assigned:
        end = client.highwater(partition)
        if end is None:
            return None
        behind += max(0, end - await client.position(partition))
    return behind

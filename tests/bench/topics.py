"""What lies on Kafka and how far each department has heard it: asked of the broker, whatever the topics are called."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

Places = dict[tuple[str, int], int]
"""An offset by topic and partition."""


@dataclass(frozen=True)
class Topics:
    """The end of each partition, the bytes of the topics, and the offset that each department has committed."""

    ends: Places
    size: int
    heard: dict[str, Places]


async def look(kafka: str, data: Path, departments: Sequence[str]) -> Topics:
    """How it stands now; ``data`` is the company's folder, whose log files tell the bytes."""
    return Topics(await ends(kafka), size_of(data / "kafka" / "logs"), await heard(kafka, departments))


async def ends(kafka: str) -> Places:
    """The end of each partition that is not Kafka's own."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka)
    await consumer.start()
    try:
        found = await consumer.end_offsets(await _partitions(kafka))
        return {(at.topic, at.partition): end for at, end in found.items()}
    finally:
        await consumer.stop()


async def _partitions(kafka: str) -> list[TopicPartition]:
    async with _admin(kafka) as admin:
        told = [topic for topic in await admin.describe_topics() if not topic["topic"].startswith("__")]
    return [TopicPartition(topic["topic"], each["partition"]) for topic in told for each in topic["partitions"]]


async def heard(kafka: str, departments: Sequence[str]) -> dict[str, Places]:
    """The next offset of each partition that a department's group has committed."""
    async with _admin(kafka) as admin:
        return {name: _places(await admin.list_consumer_group_offsets(name)) for name in departments}


@asynccontextmanager
async def _admin(kafka: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


def _places(offsets: dict[TopicPartition, object]) -> Places:
    return {(at.topic, at.partition): found.offset for at, found in offsets.items() if found.offset >= 0}  # type: ignore[attr-defined]


def lag(ends: Places, heard: dict[str, Places]) -> int:
    """Records that a department listens to and has not heard, over all departments."""
    return sum(max(0, ends.get(at, 0) - next_one) for places in heard.values() for at, next_one in places.items())


def size_of(logs: Path) -> int:
    """Bytes of the records of all topics but Kafka's own."""
    return sum(file.stat().st_size for file in logs.glob("[!_]*/*.log"))

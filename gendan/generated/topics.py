"""The Kafka topics of the contracts; brokers make none by themselves."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from chassis.kafka_access import KafkaAccess
from contracts.catalogue import EVENTS
from contracts.event import Event

RETENTION = timedelta(days=14)
KNOWN_WITHIN_S = 30


def settings_of(event: type[Event]) -> dict[str, str]:
    """What Kafka is told about the event's topic: master data is compacted, the rest kept 14 days."""
    if event.compacted:
        return {"cleanup.policy": "compact"}
    return {"cleanup.policy": "delete", "retention.ms": str(RETENTION // timedelta(milliseconds=1))}


async def apply(access: KafkaAccess, prefix: str = "", partitions: int = 3, replication: int = 1) -> list[str]:
    """Make the topics that are missing and give their names; those that exist stay as they are.

    Returns when the broker knows them all. Raises the ``KafkaError`` of the first topic that cannot be made, and
    ``TimeoutError`` when they are not to be seen in 30 s.
    """
    topics = wanted(prefix, partitions, replication)
    admin = AIOKafkaAdminClient(**access.client())
    await admin.start()
    try:
        known = set(await admin.list_topics())
        made = await make(admin, [topic for topic in topics if topic.name not in known])
        await _until_known(admin, {topic.name for topic in topics})
    finally:
        await admin.close()
    return made


def wanted(prefix: str, partitions: int, replication: int) -> list[NewTopic]:
    """Every topic of the contracts."""
    return [
        NewTopic(prefix + topic, partitions, replication, topic_configs=settings_of(event))
        for topic, event in EVENTS.items()
    ]


async def make(admin: AIOKafkaAdminClient, missing: list[NewTopic]) -> list[str]:
    """Raises the ``KafkaError`` of the first that cannot be made; gives the names of those that were not there."""
    if not missing:
        return []
    answer = await admin.create_topics(missing)
    made = []
    for name, code, *message in answer.topic_errors:
        fault = for_code(code)
        if fault is TopicAlreadyExistsError:
            continue
        if code:
            raise _fault(fault, name, message)
        made.append(name)
    return made


async def _until_known(admin: AIOKafkaAdminClient, names: set[str]) -> None:
    async with asyncio.timeout(KNOWN_WITHIN_S):
        while not names <= set(await admin.list_topics()):
            await asyncio.sleep(0.1)


def _fault(fault: type[KafkaError], name: str, message: list[str | None]) -> KafkaError:
    return fault(f"topic {name}: {' '.join(text for text in message if text)}")

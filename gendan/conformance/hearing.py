"""All that lies in the topics of the contracts, and what comes while it is listened (Kafka; reads alone)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from chassis.kafka_access import KafkaAccess
from contracts.catalogue import EVENTS
from gendan.conformance.record import Heard

POLL_MS = 200


async def heard(access: KafkaAccess, prefix: str, since: datetime | None, for_s: float) -> list[Heard]:
    """From then on (else from the first that is kept) to the end, and ``for_s`` seconds more, as Kafka took them.

    Joins no group and writes nothing. Raises KafkaError where Kafka does not answer.
    """
    records: list[Heard] = []
    until = asyncio.get_running_loop().time() + for_s
    there = await _topics(access, prefix)
    if not there:
        return records
    async with AIOKafkaConsumer(*there, **access.client(), auto_offset_reset="earliest") as consumer:
        ends = await _placed(consumer, since)
        while await is_behind(consumer, ends) or asyncio.get_running_loop().time() < until:
            for batch in (await consumer.getmany(timeout_ms=POLL_MS)).values():
                records += [_heard(record, prefix) for record in batch]
    return sorted(records, key=lambda one: one.at)


async def _topics(access: KafkaAccess, prefix: str) -> set[str]:
    admin = AIOKafkaAdminClient(**access.client())
    await admin.start()
    try:
        return {prefix + topic for topic in EVENTS}.intersection(await admin.list_topics())
    finally:
        await admin.close()


async def read_by(access: KafkaAccess, prefix: str, group: str) -> dict[tuple[str, int], int]:
    """By topic and partition the next offset that a group of consumers will read, as it told Kafka last."""
    admin = AIOKafkaAdminClient(**access.client())
    await admin.start()
    try:
        told = await admin.list_consumer_group_offsets(group)
    finally:
        await admin.close()
    return {(place.topic.removeprefix(prefix), place.partition): of.offset for place, of in told.items()}


async def _placed(consumer: Any, since: datetime | None) -> dict[TopicPartition, int]:
    """At its beginning; where each partition ends now."""
    places = list(consumer.assignment())
    ends: dict[TopicPartition, int] = await consumer.end_offsets(places)
    if since is None:
        await consumer.seek_to_beginning(*places)
        return ends
    found = await consumer.offsets_for_times(dict.fromkeys(places, int(since.timestamp() * 1_000)))
    for place in places:
        consumer.seek(place, found[place].offset if found.get(place) else ends[place])
    return ends


async def is_behind(consumer: Any, ends: dict[TopicPartition, int]) -> bool:
    for place, end in ends.items():
        if await consumer.position(place) < end:
            return True
    return False


def _heard(record: Any, prefix: str) -> Heard:
    at = datetime.fromtimestamp(record.timestamp / 1_000, UTC)
    where = (record.topic.removeprefix(prefix), record.partition, record.offset, at)
    return Heard(*where, record.key, record.value, tuple(record.headers))

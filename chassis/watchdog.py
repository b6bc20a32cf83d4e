"""A consumer that waits while messages lie on Kafka for its group is built anew (aiokafka issue 1154)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Never

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from chassis import clock
from chassis.condition import Condition

SILENT_MAX_S = 60.0
LOOK_EVERY_S = 10.0
ANSWER_LIMIT_S = 10.0


class Stalled(Exception):
    """Kafka answers and has messages for the group; for a minute nobody in the group took any."""


@dataclass(frozen=True)
class Group:
    """A consumer group, what it hears, and where."""

    name: str
    topics: Sequence[str]
    bootstrap: str


async def watch(condition: Condition, group: Group) -> Never:
    """Look on until the consumer is stalled. Kafka away is no reason, nor a member without a partition.

    Raises Stalled.
    """
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        if await _waits_in_vain(condition) and (waiting := await left(group)):
            await asyncio.sleep(LOOK_EVERY_S)
            if await _waits_in_vain(condition) and waiting.items() <= (await left(group)).items():
                raise Stalled(f"messages wait in {len(waiting)} partitions of {group.name}")


async def _waits_in_vain(condition: Condition) -> bool:
    state = condition.states["consumer"]
    silent_s = (clock.real_now() - state.since).total_seconds()
    return state.doing == "waits for messages" and silent_s > SILENT_MAX_S and not await condition.has_heard_all()


async def left(group: Group) -> dict[TopicPartition, int]:
    """The partitions with messages that the group has not acknowledged, and up to where it has.

    None when a fresh connection gets no answer.
    """
    reader = AIOKafkaConsumer(*group.topics, bootstrap_servers=group.bootstrap)
    admin = AIOKafkaAdminClient(bootstrap_servers=group.bootstrap)
    try:
        async with asyncio.timeout(ANSWER_LIMIT_S):
            await reader.start()
            await admin.start()
            acknowledged = await admin.list_consumer_group_offsets(group.name)
            return await _unfinished(reader, {tp: at.offset for tp, at in acknowledged.items() if at.offset >= 0})
    except (KafkaError, TimeoutError):
        return {}
    finally:
        async with asyncio.timeout(ANSWER_LIMIT_S):
            await reader.stop()
            await admin.close()


async def _unfinished(
    reader: AIOKafkaConsumer, acknowledged: Mapping[TopicPartition, int]
) -> dict[TopicPartition, int]:
    held = reader.assignment()
    first, end = await reader.beginning_offsets(held), await reader.end_offsets(held)
    positions = {tp: acknowledged.get(tp, first[tp]) for tp in held}
    return {tp: position for tp, position in positions.items() if position < end[tp]}

"""A consumer that takes nothing while messages lie on Kafka for its group is built anew (aiokafka issue 1154)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Never

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from chassis import clock
from chassis.kafka.consume import HANDLER_LIMIT_S
from chassis.kafka.polling import WAIT_MS
from chassis.kafka.reach import kafka_answers
from chassis.kafka_access import KafkaAccess
from chassis.telemetry.condition import Condition
from chassis.telemetry.faults import KafkaTrouble

SILENT_MAX_S = 60.0
HANDLES_MAX_S = 3.0 * HANDLER_LIMIT_S
"""After so long in one poll Kafka gives the partitions to others; nothing here takes as long and ends."""
LOOK_EVERY_S = 10.0
UNANSWERED_MAX_S = 4.5 + WAIT_MS / 1_000
"""Kafka answers a fetch that finds nothing after its wait."""
LISTEN_EVERY_S = 1.0
"""What this costs is a look at what the consumer knows."""
REACH_LIMIT_S = 3.0
ANSWER_LIMIT_S = 10.0


class Stalled(KafkaTrouble):
    """Kafka answers and has messages for the group; for minutes nobody in the group took any."""


@dataclass(frozen=True)
class Group:
    """A consumer group, its topics, and where."""

    name: str
    topics: Sequence[str]
    access: KafkaAccess


async def watch(condition: Condition, group: Group) -> Never:
    """Look on until the consumer is stalled. Kafka away is no reason, nor a member without a partition.

    Raises Stalled.
    """
    while True:
        await _listen(condition, group, LOOK_EVERY_S)
        if await _stands_still(condition) and (waiting := await unacknowledged(group)):
            await asyncio.sleep(LOOK_EVERY_S)
            if await _stands_still(condition) and waiting.items() <= (await unacknowledged(group)).items():
                raise Stalled(f"messages wait in {len(waiting)} partitions of {group.name}")


async def _listen(condition: Condition, group: Group, seconds: float) -> None:
    """So long. Raises Stalled when the connection is half-open: a fresh one is answered, and this one is not."""
    until_s = time.monotonic() + seconds
    while (left_s := until_s - time.monotonic()) > 0:
        await asyncio.sleep(min(left_s, LISTEN_EVERY_S))
        if _waits_for_s(condition) > UNANSWERED_MAX_S:
            silent_s = condition.unanswered_s()
            if silent_s is None or silent_s <= UNANSWERED_MAX_S:
                continue
            if await kafka_answers(group.access, REACH_LIMIT_S):
                raise Stalled(f"Kafka answers others, and this consumer not for {silent_s:.0f} s")


def _waits_for_s(condition: Condition) -> float:
    state = condition.states["consumer"]
    return (clock.real_now() - state.since).total_seconds() if state.doing == "waits for messages" else 0.0


async def _stands_still(condition: Condition) -> bool:
    """It waits in vain, or handles one poll without an end."""
    state = condition.states["consumer"]
    since_s = (clock.real_now() - state.since).total_seconds()
    if state.doing == "handles":
        return since_s > HANDLES_MAX_S
    return state.doing == "waits for messages" and since_s > SILENT_MAX_S and not await condition.has_heard_all()


async def unacknowledged(group: Group) -> dict[TopicPartition, int]:
    """The partitions with messages that the group has not acknowledged, and up to where it has.

    Empty when a fresh connection gets no answer.
    """
    reader = AIOKafkaConsumer(*group.topics, **group.access.client())
    admin = AIOKafkaAdminClient(**group.access.client())
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
    assigned = reader.assignment()
    first, end = await reader.beginning_offsets(assigned), await reader.end_offsets(assigned)
    positions = {tp: acknowledged.get(tp, first[tp]) for tp in assigned}
    return {tp: position for tp, position in positions.items() if position < end[tp]}

"""Whether a department has heard all: Kafka's answers about every partition tell, and only until they came (NOT-3)."""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import TopicPartition

from chassis import clock
from chassis.clock import Clock, set_clock
from chassis.telemetry.condition import Condition
from tests.needs import needs

pytestmark = needs("NOT-3")

HOUR_PER_SECOND = 3_600.0
At = tuple[int | None, int, float | None]
"""The end that Kafka told of a partition, the position in it, and how many seconds ago Kafka told."""


class Kafka:
    """What an aiokafka consumer knows of partitions."""

    def __init__(self, *partitions: At) -> None:
        self.told: Mapping[TopicPartition, At] = {TopicPartition("t", n): each for n, each in enumerate(partitions)}

    def assignment(self) -> set[TopicPartition]:
        return set(self.told)

    def highwater(self, partition: TopicPartition) -> int | None:
        return self.told[partition][0]

    async def position(self, partition: TopicPartition) -> int:
        return self.told[partition][1]

    async def end_offsets(self, partitions: Iterable[TopicPartition]) -> Mapping[TopicPartition, int]:
        return {partition: self.told[partition][0] or 0 for partition in partitions}

    def last_poll_timestamp(self, partition: TopicPartition) -> int | None:
        ago_s = self.told[partition][2]
        return None if ago_s is None else int((time.time() - ago_s) * 1_000)


@pytest.fixture
def fast_clock() -> Iterator[None]:
    set_clock(Clock.of(rate=HOUR_PER_SECOND, anchor=datetime(2026, 3, 2, tzinfo=UTC)))
    yield
    set_clock(Clock.of())


def waiting(*partitions: At) -> Condition:
    condition = Condition(client=Kafka(*partitions))
    condition.does("consumer", "waits for messages")
    return condition


async def test_who_is_at_the_end_of_every_partition_has_heard_all() -> None:
    condition = waiting((10, 10, 0.1), (7, 7, 0.2))
    assert await condition.has_heard_all()
    assert (await condition.consuming()).behind == 0


@pytest.mark.parametrize("other", [(10, 10, 3_600.0), (None, 500, None), (12, 10, 0.1)], ids=str)
async def test_one_partition_that_is_old_or_unknown_or_not_at_its_end_is_enough_to_have_not_heard_all(
    other: At,
) -> None:
    assert not await waiting((10, 10, 0.1), other).has_heard_all()


async def test_how_far_behind_is_unknown_until_kafka_told_every_end() -> None:
    consuming = await waiting((10, 4, 0.1), (None, 0, None)).consuming()
    assert (consuming.partitions, consuming.behind, consuming.all_answered_s) == (2, None, None)
    assert consuming.answered_s is not None


async def test_who_handles_a_poll_has_not_heard_all() -> None:
    condition = waiting((10, 10, 0.1))
    condition.does("consumer", "handles")
    assert await condition.heard_until() is None


async def test_all_is_heard_until_kafkas_oldest_answer_and_not_until_now(fast_clock: None) -> None:
    heard_until = await waiting((10, 10, 0.0), (7, 7, 2.0)).heard_until()
    assert heard_until is not None
    assert clock.now() - heard_until >= timedelta(hours=2)

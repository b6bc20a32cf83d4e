"""A poll takes all that is there, and tells Kafka of nothing else."""

from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaConnectionError

from chassis.ids import new_id
from chassis.kafka.polling import Polling
from chassis.process.service import running
from chassis.settings import Settings
from contracts.warehouse import GoodsPacked
from tests.chassis.house import HOUSE, released
from tests.chassis.records import Produce, record_of
from tests.waiting import within


async def test_what_came_after_the_last_fetch_is_in_the_same_poll(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.kafka.polling.REST_MS", 10_000)
    kafka, place = settings.kafka_bootstrap_servers, TopicPartition(settings.topic_prefix + GoodsPacked.topic, 0)
    async with (
        AIOKafkaProducer(bootstrap_servers=kafka) as producer,
        AIOKafkaConsumer(bootstrap_servers=kafka) as client,
    ):
        client.assign([place])
        await client.seek_to_beginning(place)

        async def fetched() -> bool:
            return bool(client.highwater(place) == 1)

        await producer.send_and_wait(place.topic, b"one", partition=0)
        await within(10, fetched)
        for later in (b"two", b"three"):
            await producer.send_and_wait(place.topic, later, partition=0)
        assert [record.value for record in await Polling(0).poll(client)] == [b"one", b"two", b"three"]


async def test_a_poll_is_one_fetch_and_none_is_under_way_before_its_turn(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third of what Kafka does at 20 orders a second is to answer fetches."""
    asked, send = list[str](), AIOKafkaClient.send

    async def noted(client: Any, node: int, request: Any, **options: Any) -> Any:
        asked.append(type(request).__name__)
        return await send(client, node, request, **options)

    kafka, place = settings.kafka_bootstrap_servers, TopicPartition(settings.topic_prefix + GoodsPacked.topic, 0)
    async with (
        AIOKafkaProducer(bootstrap_servers=kafka) as producer,
        AIOKafkaConsumer(bootstrap_servers=kafka) as client,
    ):
        client.assign([place])
        client.pause(place)  # as every poll leaves it, and before anything is awaited
        await client.seek_to_beginning(place)
        polling = Polling(0)
        await producer.send_and_wait(place.topic, b"one", partition=0)
        assert [record.value for record in await polling.poll(client)] == [b"one"]
        monkeypatch.setattr(AIOKafkaClient, "send", noted)
        for later in (b"two", b"three"):
            await producer.send_and_wait(place.topic, later, partition=0)
        assert "FetchRequest" not in asked
        assert [record.value for record in await polling.poll(client)] == [b"two", b"three"]
        assert asked.count("FetchRequest") == 1


async def test_kafka_is_told_of_the_partitions_of_the_poll_and_of_no_other(
    settings: Settings, produce: Produce
) -> None:
    """A department hears up to 150 partitions: all of them after each poll cost as much as the fetch."""
    async with running(HOUSE, settings) as service:

        async def told() -> list[int]:
            client: Any = service.condition.client
            offsets = [await client.committed(partition) for partition in client.assignment()] if client else []
            return [offset for offset in offsets if offset is not None]

        async def any_told() -> bool:
            return bool(await told())

        await produce(record_of(released(new_id())))
        await within(30, any_told)
        assert await told() == [1]


class FailsThen:
    """A consumer with one record in its hands, whose next fetch fails."""

    def __init__(self) -> None:
        self.answers: list[Any] = [{"place": ["one"]}, KafkaConnectionError()]

    def assignment(self) -> set[Any]:
        return set()

    def pause(self, *partitions: Any) -> None: ...

    resume = pause

    async def getmany(self, *, timeout_ms: int, max_records: int) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_a_fetch_that_fails_loses_nothing_of_what_was_fetched() -> None:
    """It would be acknowledged with what comes after it."""
    assert await Polling(0).poll(FailsThen()) == ("one",)

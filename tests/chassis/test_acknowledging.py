"""Kafka is told how far was handled, once a second: the inbox knows the rest."""

import asyncio
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError
from structlog.testing import capture_logs

from chassis.ids import new_id
from chassis.kafka import acknowledging
from chassis.kafka.acknowledging import Acknowledgements
from chassis.process.service import running
from chassis.settings import Settings
from tests.chassis.house import HOUSE, released
from tests.chassis.records import Produce, record_of
from tests.waiting import within

HERE, ELSEWHERE = TopicPartition("order.released", 0), TopicPartition("order.released", 1)


class Client:
    """A consumer's client that has one partition, and takes note of what Kafka is told."""

    def __init__(self, *faults: Exception) -> None:
        self.faults, self.told = list(faults), list[Any]()

    def assignment(self) -> set[TopicPartition]:
        return {HERE}

    async def commit(self, ends: Any) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.told.append(ends)


class Slow(Client):
    """Kafka does not answer the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()

    async def commit(self, ends: Any) -> None:
        if not self.begun.is_set():
            self.begun.set()
            await asyncio.Event().wait()
        await super().commit(ends)


def records(place: TopicPartition, *offsets: int) -> list[Any]:
    return [SimpleNamespace(topic=place.topic, partition=place.partition, offset=offset) for offset in offsets]


async def test_many_polls_are_one_word_to_kafka() -> None:
    acknowledgements, client = Acknowledgements("sales"), Client()
    for poll in ((3, 4), (5,), (6, 7)):
        acknowledgements.handled(records(HERE, *poll))
    await acknowledgements.tell(client)
    await acknowledgements.tell(client)
    assert client.told == [{HERE: 8}]


async def test_an_offset_that_is_not_committed_is_told_again() -> None:
    """The inbox knows what was heard; the consumer goes on, and says so."""
    acknowledgements, client = Acknowledgements("sales"), Client(CommitFailedError())
    acknowledgements.handled(records(HERE, 3))
    with capture_logs() as logs:
        await acknowledgements.tell(client)
    assert [line["event"] for line in logs] == ["offset not committed"]
    acknowledgements.handled(records(HERE, 4))
    await acknowledgements.tell(client)
    assert client.told == [{HERE: 5}]


async def test_what_was_being_told_when_it_stops_is_told_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acknowledging, "TOLD_EVERY_S", 0)
    acknowledgements, client, before = Acknowledgements("sales"), Slow(), asyncio.all_tasks()
    acknowledgements.handled(records(HERE, 3))
    async with acknowledgements.each_second(client):
        await client.begun.wait()
    assert client.told == [{HERE: 4}]
    assert asyncio.all_tasks() <= before


async def test_of_a_partition_that_went_to_another_nothing_is_told() -> None:
    acknowledgements, client = Acknowledgements("sales"), Client()
    acknowledgements.handled([*records(HERE, 3), *records(ELSEWHERE, 9)])
    await acknowledgements.tell(client)
    assert client.told == [{HERE: 4}]


async def test_a_department_that_stops_tells_what_it_handled(
    settings: Settings, pool: asyncpg.Pool, produce: Produce
) -> None:
    """After a restart in order nothing is heard twice."""
    told: list[Any] = []
    async with running(HOUSE, settings) as service:

        async def has_joined() -> bool:
            return service.condition.client is not None

        await within(30, has_joined)
        client: Any = service.condition.client
        commit = client.commit

        async def noted(ends: Any) -> None:
            told.append(ends)
            await commit(ends)

        client.commit = noted
        await produce(record_of(released(new_id())))

        async def handled() -> bool:
            waits = service.condition.states["consumer"].doing == "waits for messages"
            return bool(await pool.fetchval("SELECT count(*) FROM inbox") == 1 and waits)

        await within(30, handled)
    assert [end for ends in told for end in ends.values()] == [1]

"""Kafka answers a new connection, or it does not: nothing else tells a way that is half-open from one that is slow."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chassis.kafka import reach
from chassis.kafka.reach import kafka_answers
from chassis.kafka_access import KafkaAccess
from gendan.embedded import Ground


@pytest.fixture
async def mute() -> AsyncIterator[str]:
    """It takes connections and what is sent, and gives nothing back."""
    open_ones: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: open_ones.append(writer), "127.0.0.1", 0)
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for writer in open_ones:
        writer.close()
    server.close()


def at(bootstrap: str) -> KafkaAccess:
    return KafkaAccess(kafka_bootstrap_servers=bootstrap)


async def test_a_broker_answers(ground: Ground) -> None:
    assert await kafka_answers(at(ground.kafka))


async def test_who_gives_nothing_back_does_not_answer(mute: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "LIMIT_S", 0.1)
    assert not await kafka_answers(at(mute))


async def test_one_of_several_is_enough(ground: Ground, mute: str) -> None:
    assert await kafka_answers(at(f"{mute},{ground.kafka}"))


@pytest.mark.parametrize("bootstrap", ["127.0.0.1:1", "no-such-host.invalid:9092"])
async def test_where_nothing_listens_nobody_answers(bootstrap: str) -> None:
    assert not await kafka_answers(at(bootstrap))

"""A record that Kafka refuses keeps its own stream back alone, whatever it is refused for; the others leave at once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import UnknownError
from structlog.testing import capture_logs

from chassis import clock
from chassis.ids import new_id
from chassis.kafka.producer import Producers
from chassis.kafka.relay import Relay
from chassis.settings import Settings
from chassis.transaction.engine import Engine
from contracts.warehouse import GoodsPacked
from tests.chassis.house import released
from tests.chassis.records import message_of
from tests.chassis.test_too_large import LARGE, kafka_takes
from tests.waiting import within

TWO_HOURS_MS = 7_200_000
LEFT = "SELECT key FROM outbox ORDER BY id"


class DatesAhead(AIOKafkaProducer):  # type: ignore[misc]
    """Says of some keys' records that they are of a time to come: Kafka takes no more than an hour."""

    keys: ClassVar[set[bytes]] = set()

    async def send(self, topic: str, **record: Any) -> Any:
        ahead = int(clock.real_now().timestamp() * 1000) + TWO_HOURS_MS if record["key"] in self.keys else None
        return await super().send(topic, timestamp_ms=ahead, **record)


class WithoutKey(AIOKafkaProducer):  # type: ignore[misc]
    """Leaves out some keys: a compacted topic refuses such a record, by a code that aiokafka does not know."""

    keys: ClassVar[set[bytes]] = set()

    async def send(self, topic: str, **record: Any) -> Any:
        return await super().send(topic, **{**record, "key": None if record["key"] in self.keys else record["key"]})


@pytest.fixture
async def compacted(settings: Settings) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    topic = settings.topic_prefix + GoodsPacked.topic
    config = ConfigResource(ConfigResourceType.TOPIC, topic, configs={"cleanup.policy": "compact"})
    await admin.alter_configs([config])
    await admin.close()

    async def refuses() -> bool:
        async with AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers) as producer:
            with suppress(UnknownError):
                await producer.send_and_wait(topic, b"x")
                return False
        return True

    await within(30, refuses)


@pytest.fixture(params=[DatesAhead, WithoutKey])
async def refusing(
    request: pytest.FixtureRequest, settings: Settings, compacted: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[type[Any], Producers]]:
    monkeypatch.setattr("chassis.kafka.producer.AIOKafkaProducer", request.param)
    monkeypatch.setattr(request.param, "keys", set())
    producers = Producers(settings)
    await producers.start()
    yield request.param, producers
    await producers.end()


async def said_of(engine: Engine, orders: Sequence[UUID], times: int = 2) -> None:
    await engine.consume([message_of(released(order), at) for at in range(1, times + 1) for order in orders])


async def left(pool: asyncpg.Pool) -> list[str]:
    return [row["key"] for row in await pool.fetch(LEFT)]


async def test_the_others_leave_in_the_same_round(
    refusing: tuple[type[Any], Producers], settings: Settings, engine: Engine, pool: asyncpg.Pool
) -> None:
    """Twice each, so that there are rows of the refused one's partition in the wave after it."""
    kind, producers = refusing
    orders = [new_id() for _ in range(24)]
    bad = [str(order) for order in orders[5:23:8]]
    kind.keys = {key.encode() for key in bad}
    await said_of(engine, orders)
    relay = Relay("warehouse", pool, settings.topic_prefix)
    with capture_logs() as logs:
        assert await relay.round(producers) == 2 * (len(orders) - len(bad))
    assert await left(pool) == bad * 2
    assert {line["what"] for line in logs if line["event"] == "set aside"} == {f"goods.packed {key}" for key in bad}
    kind.keys = set()
    relay.set_aside.clear()
    await producers.renew()
    assert await relay.round(producers) == 2 * len(bad)


async def test_where_every_stream_is_refused_it_is_the_topic_that_waits(
    refusing: tuple[type[Any], Producers], settings: Settings, engine: Engine, pool: asyncpg.Pool
) -> None:
    kind, producers = refusing
    orders = [new_id() for _ in range(60)]
    kind.keys = {str(order).encode() for order in orders}
    await said_of(engine, orders, times=1)
    relay = Relay("warehouse", pool, settings.topic_prefix)
    with capture_logs():
        assert await relay.round(producers) == 0
    assert "goods.packed" in relay.set_aside
    assert len(await left(pool)) == len(orders)


async def test_after_one_that_is_too_large_the_next_of_its_partition_leaves_in_the_same_round(
    settings: Settings, engine: Engine, pool: asyncpg.Pool
) -> None:
    large, others = new_id(), [new_id() for _ in range(12)]
    await engine.consume([message_of(released(large, LARGE)), *(message_of(released(order)) for order in others)])
    await engine.consume([message_of(released(order), 2) for order in others])
    relay, producers = Relay("warehouse", pool, settings.topic_prefix), Producers(settings)
    await producers.start()
    async with kafka_takes(settings, 2_000):
        with capture_logs():
            assert await relay.round(producers) == 2 * len(others)
    await producers.end()
    assert await left(pool) == [str(large)]
    assert set(relay.set_aside) == {f"goods.packed {large}"}

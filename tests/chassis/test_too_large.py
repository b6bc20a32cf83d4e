"""An event that Kafka does not take: refused where it is said, and where it waits already it holds up nobody else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import MessageSizeTooLargeError
from structlog.testing import capture_logs

from chassis.handling import Answer, Db
from chassis.ids import new_id
from chassis.kafka.consume import Consumer
from chassis.messages.outbox import BODY_BYTES_MAX, EventTooLarge
from chassis.process.service import running
from chassis.settings import Settings
from chassis.transaction.commands import Command
from chassis.transaction.engine import Engine
from contracts.warehouse import GoodsPacked
from tests.chassis.house import HOUSE, released
from tests.chassis.records import message_of
from tests.waiting import within

SMALL, LARGE = "small", "x" * 3_000
LARGEST_BY_DEFAULT = 1_048_588
UNSENT = "SELECT count(*) FROM outbox"


async def test_a_message_whose_event_is_too_large_for_kafka_is_a_dead_letter_that_says_so(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    large, other = new_id(), new_id()
    poll = [message_of(released(large, "x" * BODY_BYTES_MAX)), message_of(released(other))]
    with capture_logs():
        await hear(engine, poll)
    (dead,) = await pool.fetch("SELECT key, why, reason FROM parked")
    assert (dead["key"], dead["why"]) == (str(large), "dead")
    assert dead["reason"].startswith(f"EventTooLarge: The event goods.packed of {large} would have 1000")
    assert [row["key"] for row in await pool.fetch("SELECT key FROM outbox")] == [str(other)]


async def hear(engine: Engine, poll: list[Any]) -> None:
    await Consumer(engine).halving.consume(poll)


async def test_a_command_whose_event_is_too_large_for_kafka_is_refused_and_nothing_of_it_is_stored(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    slip = released(new_id(), "x" * BODY_BYTES_MAX)
    event = GoodsPacked(
        order_id=slip.order_id,
        order_version=1,
        shipment_id=slip.shipment_id,
        slip_number=slip.slip_number,
        lines=(),
        packages=(),
    )

    async def packs(db: Db, bodies: Any) -> list[Answer]:
        await db.execute("INSERT INTO effect (order_id, what) VALUES ($1, 'pack')", slip.order_id)
        return [Answer(slip, (event,))]

    with pytest.raises(EventTooLarge) as refused:
        await engine.command(packs, [Command(event.key, slip, "key-of-a-test", "li.na", "POST /x")])
    assert (refused.value.code(), refused.value.status) == ("event-too-large", 413)
    assert refused.value.details["limit"] == BODY_BYTES_MAX < refused.value.details["bytes"]
    assert await pool.fetchval("SELECT count(*) FROM effect") == 0


@asynccontextmanager
async def kafka_takes(settings: Settings, largest: int) -> AsyncIterator[None]:
    """Inside the block it refuses larger records of goods.packed."""
    kafka, topic = settings.kafka_bootstrap_servers, settings.topic_prefix + GoodsPacked.topic

    async def refuses() -> bool:
        with suppress(MessageSizeTooLargeError):
            await producer.send_and_wait(topic, b"x" * largest)
            return False
        return True

    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        await admin.alter_configs([limit_of(topic, largest)])
        await within(30, refuses)
        yield
        await admin.alter_configs([limit_of(topic, LARGEST_BY_DEFAULT)])
    await admin.close()


def limit_of(topic: str, largest: int) -> ConfigResource:
    return ConfigResource(ConfigResourceType.TOPIC, topic, configs={"max.message.bytes": str(largest)})


async def test_a_record_that_kafka_finds_too_large_holds_up_its_own_stream_alone(
    settings: Settings, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it and after it, in the same batch and in the same partition."""
    monkeypatch.setattr("chassis.kafka.relay.SET_ASIDE_S", 1.0)
    large = new_id()

    async def only_the_large_one_waits() -> bool:
        return [row["key"] for row in await pool.fetch("SELECT key FROM outbox")] == [str(large)]

    async def none_waits() -> bool:
        return bool(await pool.fetchval(UNSENT) == 0)

    with capture_logs() as logs:
        async with running(HOUSE, settings) as service:
            async with kafka_takes(settings, 2_000):
                first = [message_of(released(new_id(), SMALL)) for _ in range(4)]
                await service.engine.consume([*first, message_of(released(large, LARGE))])
                await within(30, only_the_large_one_waits)
                await service.engine.consume([message_of(released(new_id(), SMALL)) for _ in range(4)])
                await within(30, only_the_large_one_waits)
                assert set(service.condition.refusing()) <= {f"{GoodsPacked.topic} {large}"}
            await within(30, none_waits)
    assert {line["what"] for line in logs if line["event"] == "set aside"} >= {f"goods.packed {large}"}
    assert "goods.packed" not in {line["what"] for line in logs if line["event"] == "set aside"}

"""A running department on real Kafka: relay, consumer, dead letters, Kafka away, stop and start."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from joserfc.jwk import OKPKey
from structlog.testing import capture_logs

from chassis.ids import new_id
from chassis.service import running
from chassis.settings import Settings
from contracts.warehouse import GoodsPacked
from gendan.embedded import Ground
from tests.chassis.house import HOUSE, cancelled, released
from tests.chassis.records import ARecord, message_of, record_of
from tests.waiting import within


@pytest.fixture
async def settings(ground: Ground, pool: asyncpg.Pool, topic_prefix: str, tmp_path: Path) -> Settings:
    """Settings of the test house, its topics made."""
    public = OKPKey.generate_key("Ed25519").as_dict(private=False)
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [public]}))
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.kafka)
    await admin.start()
    topics = (*HOUSE.topics, GoodsPacked.topic)
    await admin.create_topics([NewTopic(topic_prefix + topic, 3, 1) for topic in topics])
    await admin.close()
    database = await pool.fetchval("SELECT current_database()")
    return Settings(
        database_url=ground.database("warehouse").rpartition("/")[0] + "/" + database,
        kafka_bootstrap_servers=ground.kafka,
        jwks_file=tmp_path / "jwks.json",
        port=0,
        topic_prefix=topic_prefix,
    )


@pytest.fixture
async def produce(settings: Settings) -> AsyncIterator[Callable[[ARecord], Awaitable[None]]]:
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await producer.start()

    async def one(record: ARecord) -> None:
        topic = settings.topic_prefix + record.topic
        await producer.send_and_wait(topic, record.value, key=record.key, headers=list(record.headers))

    yield one
    await producer.stop()


async def said(settings: Settings, count: int) -> list[GoodsPacked]:
    consumer = AIOKafkaConsumer(
        settings.topic_prefix + GoodsPacked.topic,
        bootstrap_servers=settings.kafka_bootstrap_servers,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        async with asyncio.timeout(20):
            return [GoodsPacked.model_validate_json((await consumer.getone()).value or b"") for _ in range(count)]
    finally:
        await consumer.stop()


async def test_what_is_heard_on_kafka_is_answered_on_kafka_in_order(
    settings: Settings, produce: Callable[[ARecord], Awaitable[None]]
) -> None:
    order = new_id()
    async with running(HOUSE, settings):
        for sequence, slip in enumerate(("one", "two", "three"), start=1):
            await produce(record_of(released(order, slip), sequence))
        assert [packed.slip_number for packed in await said(settings, 3)] == ["one", "two", "three"]


async def test_bytes_that_are_no_json_stop_nobody_else(
    settings: Settings, pool: asyncpg.Pool, produce: Callable[[ARecord], Awaitable[None]]
) -> None:
    bad = record_of(released(new_id()))._replace(value=b"\xff\xfe", headers=(("ce_id", b"\xff"),))
    async with running(HOUSE, settings):
        await produce(bad)
        await produce(record_of(released(new_id(), "good")))
        assert [packed.slip_number for packed in await said(settings, 1)] == ["good"]

        async def dead() -> bool:
            return bool(await pool.fetchval("SELECT count(*) = 1 FROM parked WHERE why = 'dead'"))

        await within(10, dead)


async def test_a_service_that_was_away_hears_everything_once(
    settings: Settings, pool: asyncpg.Pool, produce: Callable[[ARecord], Awaitable[None]]
) -> None:
    orders = [new_id() for _ in range(6)]
    for order in orders[:3]:
        await produce(record_of(released(order)))
    async with running(HOUSE, settings):
        await said(settings, 3)
    for order in orders[3:]:
        await produce(record_of(released(order)))
    async with running(HOUSE, settings):
        packed = await said(settings, 6)
    assert {p.order_id for p in packed} == set(orders)
    assert await pool.fetchval("SELECT count(*) FROM effect") == 6


async def test_a_poll_that_cannot_be_handled_is_sought_back_and_nothing_of_it_is_lost(
    settings: Settings,
    pool: asyncpg.Pool,
    produce: Callable[[ARecord], Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An un-acked batch that is followed by another would be committed with it."""
    monkeypatch.setattr("chassis.consume.PAUSE_S", 0.05)
    monkeypatch.setattr("chassis.database.LOCK_TIMEOUT_MS", 50)
    async with running(HOUSE, settings), pool.acquire() as db:
        transaction = db.transaction()
        await transaction.start()
        await db.execute("LOCK TABLE effect IN ACCESS EXCLUSIVE MODE")
        for _ in range(5):
            await produce(record_of(released(new_id())))
        with capture_logs() as logs:
            await within(20, lambda: sought_back(logs))
        await produce(record_of(cancelled(new_id())))
        await transaction.commit()
        assert len(await said(settings, 5)) == 5

        async def all_heard() -> bool:
            return bool(await pool.fetchval("SELECT count(*) = 6 FROM inbox"))

        await within(20, all_heard)


async def sought_back(logs: Sequence[Mapping[str, object]]) -> bool:
    return any(line["event"] == "poll sought back" for line in logs)


async def test_http_serves_and_the_outbox_drains_when_kafka_comes_late(settings: Settings, pool: asyncpg.Pool) -> None:
    """Kafka away is no reason to end: what was said waits in the outbox."""
    away = settings.model_copy(update={"kafka_bootstrap_servers": "127.0.0.1:1"})
    async with running(HOUSE, away) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in await reader.read()
        writer.close()
        await service.door.hear([message_of(released(new_id()))])
        assert await pool.fetchval("SELECT count(*) FROM outbox") == 1
    async with running(HOUSE, settings):
        assert len(await said(settings, 1)) == 1

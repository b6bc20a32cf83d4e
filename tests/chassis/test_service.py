"""A running department on real Kafka: relay, consumer, dead letters, Kafka away, stop and start."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import asyncpg
import httpx2
import pytest
from aiokafka import AIOKafkaConsumer
from structlog.testing import capture_logs

from chassis.handling import Db, Outcome, wire
from chassis.ids import new_id
from chassis.kafka.watchdog import Group, unacknowledged
from chassis.process.service import running
from chassis.settings import Settings
from contracts.codec import decoded
from contracts.sales import OrderReleased
from contracts.warehouse import GoodsPacked
from gendan.embedded import Ground
from tests.chassis.house import HOUSE, cancelled, released
from tests.chassis.records import Produce, message_of, record_of
from tests.waiting import within


async def said(settings: Settings, count: int) -> list[GoodsPacked]:
    consumer = AIOKafkaConsumer(
        settings.topic_prefix + GoodsPacked.topic,
        bootstrap_servers=settings.kafka_bootstrap_servers,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        async with asyncio.timeout(20):
            return [decoded(GoodsPacked, (await consumer.getone()).value or b"") for _ in range(count)]
    finally:
        await consumer.stop()


async def test_what_is_heard_on_kafka_is_answered_on_kafka_in_order(settings: Settings, produce: Produce) -> None:
    order = new_id()
    async with running(HOUSE, settings):
        for sequence, slip in enumerate(("one", "two", "three"), start=1):
            await produce(record_of(released(order, slip), sequence))
        assert [packed.slip_number for packed in await said(settings, 3)] == ["one", "two", "three"]


async def test_bytes_that_are_no_json_stop_nobody_else(
    settings: Settings, pool: asyncpg.Pool, produce: Produce
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
    settings: Settings, pool: asyncpg.Pool, produce: Produce
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
    produce: Produce,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An un-acked batch that is followed by another would be committed with it."""
    monkeypatch.setattr("chassis.kafka.consume.PAUSE_S", 0.05)
    monkeypatch.setattr("chassis.database.pool.LOCK_TIMEOUT_MS", 50)
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


async def test_a_database_that_takes_no_connections_for_a_while_loses_nothing(
    settings: Settings, pool: asyncpg.Pool, produce: Produce, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody thought of ends no loop and acknowledges no poll."""
    monkeypatch.setattr("chassis.kafka.consume.PAUSE_S", 0.05)
    name = await pool.fetchval("SELECT current_database()")
    admin = await asyncpg.connect(ground.admin, ssl=False)
    async with running(HOUSE, settings):
        await produce(record_of(released(new_id())))
        await said(settings, 1)
        with capture_logs() as logs:
            await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
            await produce(record_of(released(new_id())))
            await within(20, lambda: sought_back(logs))
        await admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        await produce(record_of(released(new_id())))
        assert len(await said(settings, 3)) == 3
    await admin.close()


async def test_a_consumer_that_kafka_no_longer_serves_is_built_anew(
    settings: Settings, produce: Produce, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may sit outside its group without a word (aiokafka issue 1154)."""
    monkeypatch.setattr("chassis.kafka.watchdog.SILENT_MAX_S", 0.5)
    monkeypatch.setattr("chassis.kafka.watchdog.LOOK_EVERY_S", 0.2)
    monkeypatch.setattr("chassis.telemetry.condition.FRESH_S", 0.3)
    async with running(HOUSE, settings) as service:
        await produce(record_of(released(new_id(), "one")))
        await said(settings, 1)
        forgotten: Any = service.condition.client
        monkeypatch.setattr(forgotten, "resume", lambda *_: None)
        forgotten.pause(*forgotten.assignment())
        with capture_logs() as logs:
            await produce(record_of(released(new_id(), "two")))
            assert {packed.slip_number for packed in await said(settings, 2)} == {"one", "two"}
    assert any("Stalled" in str(line.get("reason")) for line in logs)


async def test_a_member_is_only_stalled_when_messages_wait_for_its_group(settings: Settings, produce: Produce) -> None:
    """Else a replica for which no partition is left would join again and again."""
    topics = [settings.topic_prefix + topic for topic in HOUSE.topics]
    group = Group(settings.topic_prefix + HOUSE.name, topics, settings)
    await produce(record_of(released(new_id())))
    assert list((await unacknowledged(group)).values()) == [0]
    async with running(HOUSE, settings):

        async def nothing_waits() -> bool:
            return not await unacknowledged(group)

        await within(20, nothing_waits)


async def test_http_serves_and_the_outbox_drains_when_kafka_comes_late(settings: Settings, pool: asyncpg.Pool) -> None:
    """Kafka away is no reason to end: what was said waits in the outbox."""
    away = settings.model_copy(update={"kafka_bootstrap_servers": "127.0.0.1:1"})
    async with running(HOUSE, away) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in await reader.read()
        writer.close()
        await service.engine.consume([message_of(released(new_id()))])
        assert await pool.fetchval("SELECT count(*) FROM outbox") == 1
    async with running(HOUSE, settings):
        assert len(await said(settings, 1)) == 1


async def test_a_running_department_shows_what_is_parked_to_administrators_alone(settings: Settings) -> None:
    async with running(HOUSE, settings) as service, httpx2.AsyncClient() as http:
        answer = await http.get(f"http://127.0.0.1:{service.port}/ops/parked")
    assert answer.status_code == 401


async def test_the_statements_for_what_is_heard_are_planned_once(settings: Settings, produce: Produce) -> None:
    """Each array of one would be planned anew: at a trickle two thirds of PostgreSQL's time."""
    modes: asyncio.Queue[str] = asyncio.Queue()

    async def look(db: Db, orders: Sequence[OrderReleased]) -> list[Outcome]:
        modes.put_nowait(await db.fetchval("SHOW plan_cache_mode"))
        return [() for _ in orders]

    async with running(replace(HOUSE, handles=wire({OrderReleased: look})), settings):
        await produce(record_of(released(new_id())))
        assert await asyncio.wait_for(modes.get(), 20) == "force_generic_plan"

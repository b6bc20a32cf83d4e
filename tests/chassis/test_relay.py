"""The relay: a round has an end, and a producer that fails is gone."""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiokafka.client import AIOKafkaClient
from structlog.testing import capture_logs

from chassis.database import pool as database
from chassis.ids import new_id
from chassis.kafka.producer import Producers
from chassis.kafka.relay import Relay
from chassis.process.service import running
from chassis.settings import Settings
from chassis.transaction.engine import Engine
from tests.chassis.house import HOUSE, released
from tests.chassis.records import message_of
from tests.waiting import within

ROWS = 400
IDLE_MS = 1_000
SEND_S = 0.005
"""All rows of one key need twice as long as PostgreSQL lets a transaction idle."""
UNSENT = "SELECT count(*) FROM outbox"


class SlowKafka:
    """Acknowledges each record after a while."""

    def __init__(self) -> None:
        self.sent: list[int] = []

    async def send(self, topic: str, **record: Any) -> asyncio.Future[Any]:
        self.sent.append(int(dict(record["headers"])["ce_sequence"]))
        return asyncio.ensure_future(asyncio.sleep(SEND_S))

    async def renew(self) -> None:
        raise NotImplementedError


async def test_a_stream_that_takes_longer_than_a_transaction_may_idle_leaves_in_several_rounds_and_once(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "IDLE_IN_TRANSACTION_MS", IDLE_MS)
    order, kafka = new_id(), SlowKafka()
    await engine.consume([message_of(released(order), at) for at in range(1, ROWS + 1)])
    pool = await database.open_pool(settings.database_url)
    relay, left = Relay("warehouse", pool, ""), []
    while sent := await relay.round(kafka):
        left.append(sent)
    await pool.close()
    assert len(left) > 1
    assert kafka.sent == list(range(1, ROWS + 1))


async def test_the_events_of_a_wave_leave_in_one_request(
    engine: Engine, settings: Settings, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They need not linger for that: all of them are handed over before the first leaves."""
    asked, send = Counter[str](), AIOKafkaClient.send

    async def counted(client: Any, node: int, request: Any, **options: Any) -> Any:
        asked[type(request).__name__] += 1
        return await send(client, node, request, **options)

    monkeypatch.setattr(AIOKafkaClient, "send", counted)
    orders = [new_id() for _ in range(ROWS)]
    await engine.consume([message_of(released(order), at) for at in (1, 2) for order in orders])
    relay, producers = Relay("warehouse", pool, settings.topic_prefix), Producers(settings)
    await producers.start()
    assert await relay.round(producers) == 2 * ROWS
    await producers.end()
    assert asked["ProduceRequest"] == 2


def senders() -> int:
    return sum("Sender._sender_routine" in repr(task.get_coro()) for task in asyncio.all_tasks())


async def test_a_producer_whose_kafka_stood_still_leaves_nothing_behind(
    settings: Settings, pool: asyncpg.Pool, run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid_file = run_folder / "ground" / "kafka" / "pid"
    if not pid_file.exists():
        pytest.skip("Kafka is in a container")
    kafka = int(pid_file.read_text().split()[0])
    monkeypatch.setattr("chassis.kafka.delivery.SEND_TIMEOUT_S", 3.0)
    monkeypatch.setattr("chassis.process.loops.CLOSE_S", 2.0)

    async def all_sent() -> bool:
        return bool(await pool.fetchval(UNSENT) == 0)

    async with running(HOUSE, settings) as service:
        for _ in range(2):
            await service.engine.consume([message_of(released(new_id()))])
            await within(30, all_sent)
            with capture_logs() as logs:
                await frozen(kafka, service.engine, logs)
            await within(30, all_sent)
            assert senders() == 1
    assert senders() == 0


async def frozen(kafka: int, engine: Engine, logs: list[Any]) -> None:
    """Kafka stands still until the relay has given up and left its producer."""

    async def given_up() -> bool:
        return any(line.get("work") == "relay" for line in logs)

    os.kill(kafka, signal.SIGSTOP)
    try:
        await engine.consume([message_of(released(new_id()))])
        await within(30, given_up)
    finally:
        os.kill(kafka, signal.SIGCONT)

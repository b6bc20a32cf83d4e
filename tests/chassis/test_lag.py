"""How far a department is behind on each topic, and for how long, stands in `/metrics`, before its first commit too."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from chassis.handling import Db, House, wire
from chassis.ids import new_id
from chassis.kafka.lag import Lag
from chassis.process.service import running
from chassis.settings import Settings
from contracts.sales import OrderReleased
from tests.chassis.house import HOUSE, cancelled, pack, released
from tests.chassis.records import Produce, record_of
from tests.waiting import within

NAME = "quay"


class Gate:
    """A handler that waits until it is let go on."""

    def __init__(self) -> None:
        self.open, self.came = asyncio.Event(), asyncio.Event()

    async def __call__(self, db: Db, orders: Any) -> Any:
        self.came.set()
        await self.open.wait()
        return await pack(db, orders)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    monkeypatch.setattr("chassis.process.loops.LAG_EVERY_S", 0.1)
    return Gate()


def house(gate: Gate) -> House:
    return replace(HOUSE, name=NAME, handles=wire({**{k: v[0] for k, v in HOUSE.handles.items()}, OrderReleased: gate}))


def told(name: str, topic: str = "order.released") -> float | None:
    return REGISTRY.get_sample_value(f"gendan_consumer_{name}", {"service": NAME, "topic": topic})


def is_told(name: str, holds: Callable[[float], bool], topic: str = "order.released") -> Any:
    async def condition() -> bool:
        value = told(name, topic)
        return value is not None and holds(value)

    return condition


async def test_what_is_in_hand_and_what_came_after_it_is_behind_and_grows_older(
    settings: Settings, produce: Produce, gate: Gate
) -> None:
    async with running(house(gate), settings):
        for _ in range(3):
            await produce(record_of(released(new_id())))
        await asyncio.wait_for(gate.came.wait(), 30)
        for _ in range(4):
            await produce(record_of(released(new_id())))
        await within(10, is_told("lag_messages", lambda lag: lag == 7))
        await within(10, is_told("lag_age_seconds", lambda age: age > 0.3))
        assert told("lag_messages", "order.cancelled") == 0
        gate.open.set()
        await within(20, is_told("lag_messages", lambda lag: lag == 0))
        await within(20, is_told("lag_age_seconds", lambda age: age == 0))
        assert REGISTRY.get_sample_value("gendan_consumer_partitions", {"service": NAME}) == 9


async def test_a_poll_that_comes_again_and_again_grows_older(
    settings: Settings, pool: asyncpg.Pool, produce: Produce, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.kafka.consume.PAUSE_S", 0.05)
    monkeypatch.setattr("chassis.database.pool.LOCK_TIMEOUT_MS", 50)
    gate.open.set()
    async with running(house(gate), settings), pool.acquire() as db, db.transaction():
        await db.execute("LOCK TABLE effect IN ACCESS EXCLUSIVE MODE")
        with capture_logs():
            await produce(record_of(cancelled(new_id())))
            await within(20, is_told("lag_messages", lambda lag: lag == 1, "order.cancelled"))
            await within(20, is_told("lag_age_seconds", lambda age: age > 1, "order.cancelled"))


async def test_kafka_is_asked_one_thing_a_look(settings: Settings, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.process.loops.LAG_EVERY_S", 3_600)
    gate.open.set()
    async with running(house(gate), settings) as service:

        async def holds_some() -> bool:
            return service.condition.client is not None and bool(service.condition.client.assignment())

        await within(20, holds_some)
        lag = Lag(NAME, settings.topic_prefix)
        await lag.show(service.condition)  # from here on its positions are known
        client: Any = service.condition.client
        asked: list[str] = []
        really = client._client.send

        async def noting(node: Any, request: Any, **kwargs: Any) -> Any:
            asked.append(type(request).__name__)
            return await really(node, request, **kwargs)

        client._client.send = noting
        await lag.show(service.condition)
        assert sum("Offset" in name for name in asked) <= 1, asked

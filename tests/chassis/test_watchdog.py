"""A consumer that takes nothing while messages wait is built anew."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import asyncpg
import pytest
from structlog.testing import capture_logs

from chassis.handling import Db, Outcome, wire
from chassis.ids import new_id
from chassis.process.service import running
from chassis.settings import Settings
from contracts.sales import OrderReleased
from tests.chassis.house import HOUSE, pack, released
from tests.chassis.records import Produce, record_of
from tests.waiting import within


async def test_a_consumer_that_handles_one_poll_without_an_end_is_built_anew(
    settings: Settings, pool: asyncpg.Pool, produce: Produce, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.kafka.watchdog.HANDLES_MAX_S", 0.5)
    monkeypatch.setattr("chassis.kafka.watchdog.LOOK_EVERY_S", 0.2)
    monkeypatch.setattr("chassis.process.loops.CLOSE_S", 1.0)
    tried: list[int] = []

    async def hangs_once(db: Db, orders: Sequence[OrderReleased]) -> list[Outcome]:
        tried.append(len(orders))
        if len(tried) == 1:
            await asyncio.Event().wait()
        return await pack(db, orders)

    async def packed() -> bool:
        count: int = await pool.fetchval("SELECT count(*) FROM effect")
        return count == 1

    house = replace(HOUSE, handles=wire({OrderReleased: hangs_once}))
    with capture_logs() as logs:
        async with running(house, settings):
            await produce(record_of(released(new_id())))
            await within(60, packed)
    assert len(tried) == 2
    assert any("Stalled" in str(line.get("reason")) for line in logs)

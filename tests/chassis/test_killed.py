"""A department that is killed and started again, or whose way to Kafka goes dead, hears on within seconds (ALL-1)."""

import signal
import time
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest
from structlog.testing import capture_logs

from chassis.ids import new_id
from chassis.process.service import running
from chassis.settings import Settings
from tests.chassis.house import HOUSE, released
from tests.chassis.records import Produce, record_of
from tests.chassis.serve import process
from tests.waiting import within

HEARS_AGAIN_S = 5.0
HALF_OPEN_S = 15.0
EFFECTS = "SELECT count(*) FROM effect"
UNSENT = "SELECT count(*) FROM outbox"


def heard(pool: asyncpg.Pool, count: int) -> Callable[[], Any]:
    async def condition() -> bool:
        return bool(await pool.fetchval(EFFECTS) == count)

    return condition


async def listens(pool: asyncpg.Pool) -> bool:
    """The new process has its connections: from here on only Kafka can keep it waiting."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return bool(await pool.fetchval(others) >= FROM_THE_PROCESS + pool.get_size() - 1)


FROM_THE_PROCESS = 4


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
async def test_a_department_that_ended_hears_again_as_soon_as_it_is_there(
    settings: Settings, pool: asyncpg.Pool, produce: Produce, end: signal.Signals, record_property: Any
) -> None:
    async with process(settings, "warehouse-1") as first:
        await produce(record_of(released(new_id())))
        await within(60, heard(pool, 1))
        first.send_signal(end)
        await first.wait()
    await produce(record_of(released(new_id())))
    async with process(settings, "warehouse-1"):
        await within(60, lambda: listens(pool))
        begun = time.monotonic()
        await within(60, heard(pool, 2))
    took_s = time.monotonic() - begun
    record_property("seconds", took_s)
    print(f"heard again after {took_s:.1f} s")
    assert took_s < HEARS_AGAIN_S


async def test_a_replica_of_another_name_takes_over_at_once_from_one_that_stopped_in_order(
    settings: Settings, pool: asyncpg.Pool, produce: Produce
) -> None:
    """A new pod has a new name: a member that keeps its partitions after an orderly stop would hold up every update."""
    async with running(HOUSE, settings.model_copy(update={"instance": "pod-1"})):
        await produce(record_of(released(new_id())))
        await within(30, heard(pool, 1))
    await produce(record_of(released(new_id())))
    async with running(HOUSE, settings.model_copy(update={"instance": "pod-2"})):
        begun = time.monotonic()
        await within(60, heard(pool, 2))
        assert time.monotonic() - begun < HEARS_AGAIN_S


def half_opened(client: Any) -> None:
    """Nothing of it reaches Kafka any more, nothing comes, and no socket says so."""
    for connection in client._conns.values():
        connection._reader._transport.pause_reading()
        connection._writer.write = lambda data: None


async def test_a_consumer_whose_connection_is_half_open_hears_again(
    settings: Settings, pool: asyncpg.Pool, produce: Produce
) -> None:
    async with running(HOUSE, settings) as service:
        await produce(record_of(released(new_id())))
        await within(30, heard(pool, 1))
        client: Any = service.condition.client
        half_opened(client._client)
        begun = time.monotonic()
        with capture_logs() as logs:
            await produce(record_of(released(new_id())))
            await within(60, heard(pool, 2))
        print(f"half-open: {time.monotonic() - begun:.1f} s")
        assert time.monotonic() - begun < HALF_OPEN_S
    assert any("answers others" in str(line.get("reason")) for line in logs)


async def test_an_acknowledgement_that_is_lost_on_the_way_holds_up_nothing(
    settings: Settings, pool: asyncpg.Pool, produce: Produce, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(HOUSE, settings) as service:
        await produce(record_of(released(new_id())))
        await within(30, heard(pool, 1))
        client: Any = service.condition.client
        commit = client.commit

        async def cut(ends: Any) -> None:
            half_opened(client._client)
            await commit(ends)

        monkeypatch.setattr(client, "commit", cut)
        await produce(record_of(released(new_id())))
        await within(30, heard(pool, 2))
        begun = time.monotonic()
        await produce(record_of(released(new_id())))
        await within(60, heard(pool, 3))
        assert time.monotonic() - begun < HALF_OPEN_S

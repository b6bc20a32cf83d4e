"""What is old is forgotten; what waits is shown."""

import asyncpg
import pytest

from chassis.ids import new_id
from chassis.process import housekeeping
from chassis.process.housekeeping import forget_the_old, show_gauges
from chassis.telemetry.metrics import BACKUP_AGE_S, OUTBOX_ROWS, PARKED
from chassis.transaction.engine import Engine
from tests.chassis.house import released
from tests.chassis.records import message_of
from tests.needs import needs


async def test_old_messages_are_forgotten_but_the_newest_of_each_stream_stays(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order = new_id()
    await engine.consume([message_of(released(order), sequence) for sequence in (1, 2, 3)])
    await pool.execute("UPDATE inbox SET heard_at = now() - interval '36 days'")
    await pool.execute("UPDATE fact SET recorded_at = now() - interval '36 days'")
    await forget_the_old(pool)
    assert [row["sequence"] for row in await pool.fetch("SELECT sequence FROM inbox")] == [3]
    assert await pool.fetchval("SELECT count(*) FROM fact") == 0


async def test_what_has_no_number_is_forgotten_when_it_is_old(pool: asyncpg.Pool) -> None:
    for _ in range(2):
        await pool.execute("INSERT INTO inbox (message_id, topic, key) VALUES ($1, 'order.placed', 'A-1')", new_id())
    await pool.execute("UPDATE inbox SET heard_at = now() - interval '36 days'")
    await forget_the_old(pool)
    assert await pool.fetchval("SELECT count(*) FROM inbox") == 0


async def test_nothing_of_this_month_is_forgotten(engine: Engine, pool: asyncpg.Pool) -> None:
    await engine.consume([message_of(released(new_id()))])
    await forget_the_old(pool)
    assert await pool.fetchval("SELECT count(*) FROM inbox") == 1
    assert await pool.fetchval("SELECT count(*) FROM fact") == 2


async def test_the_gauges_show_what_waits(engine: Engine, pool: asyncpg.Pool) -> None:
    await engine.consume([message_of(released(new_id())), message_of(released(new_id(), "WAIT"))])
    await show_gauges(pool, "warehouse")
    assert OUTBOX_ROWS.labels("warehouse")._value.get() == 1
    assert PARKED.labels("warehouse", "not_ready")._value.get() == 1
    assert PARKED.labels("warehouse", "dead")._value.get() == 0


@needs("ALL-1", "ALL-9")
async def test_how_old_the_newest_backup_is_is_shown_and_that_of_a_new_company_is_as_old_as_itself(
    pool: asyncpg.Pool,
) -> None:
    await show_gauges(pool, "warehouse")
    assert 0 <= BACKUP_AGE_S.labels("warehouse")._value.get() < 3_600
    await pool.execute("UPDATE backup SET kept_until = now() - interval '2 days'")
    await show_gauges(pool, "warehouse")
    assert 172_800 <= BACKUP_AGE_S.labels("warehouse")._value.get() < 176_400


async def test_all_that_is_old_is_forgotten_however_much_it_is(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "FORGET_ROWS", 10)
    await pool.execute(
        """INSERT INTO answer (id, body_hash, answer, answered_at)
           SELECT gen_random_uuid(), '', '', now() - interval '40 days' FROM generate_series(1, 25)"""
    )
    await forget_the_old(pool)
    assert await pool.fetchval("SELECT count(*) FROM answer") == 0

"""Parked messages whose time has come: one that must wait longer holds up no other."""

import asyncpg
from structlog.testing import capture_logs

from chassis.ids import new_id
from chassis.messages import inbox
from chassis.process.retries import try_due
from chassis.transaction.engine import Engine
from tests.chassis.house import HOUSE, cancelled, released
from tests.chassis.records import message_of
from tests.chassis.streams import waiting

PACKED = "SELECT order_id FROM effect WHERE what = 'pack' ORDER BY id"


async def test_a_parked_message_whose_order_somebody_holds_stays_parked_and_the_others_go_on(
    engine: Engine, pool: asyncpg.Pool, impatient: asyncpg.Pool
) -> None:
    held, free = new_id(), new_id()
    await engine.consume([message_of(released(order, "WAIT")) for order in (held, free)])
    await engine.consume([message_of(cancelled(order)) for order in (held, free)])
    behind = Engine(HOUSE, impatient)
    async with pool.acquire() as holder, holder.transaction():
        await inbox.lock(holder, [str(held)])
        with capture_logs() as logs:
            assert not await try_due(behind)
        assert [row["order_id"] for row in await pool.fetch(PACKED)] == [free]
    assert [line["event"] for line in logs] == ["parked message blocked"]
    assert await waiting(pool) == ["not_ready"]
    assert await try_due(behind)
    assert [row["order_id"] for row in await pool.fetch(PACKED)] == [free, held]
    assert await waiting(pool) == []


async def test_a_parked_message_that_fails_dies_alone(engine: Engine, pool: asyncpg.Pool) -> None:
    bad, good = new_id(), new_id()
    await engine.consume([message_of(released(order, "WAIT")) for order in (bad, good)])
    await engine.consume([message_of(cancelled(order)) for order in (bad, good)])
    await pool.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$")
    await pool.execute(
        f"CREATE TRIGGER refuses BEFORE INSERT ON effect FOR EACH ROW "
        f"WHEN (NEW.order_id = '{bad}') EXECUTE FUNCTION refuse()"
    )
    with capture_logs():
        assert await try_due(engine)
    assert [row["order_id"] for row in await pool.fetch(PACKED)] == [good]
    assert await waiting(pool) == ["dead"]

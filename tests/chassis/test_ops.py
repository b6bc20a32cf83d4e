"""What a department tells about an order is found by indexes, however many orders there are (ALL-1)."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis.ids import made, new_id
from chassis.messages import inbox
from chassis.messages.event_log import OF_ORDER
from chassis.operations import picture
from chassis.telemetry.condition import Condition
from chassis.transaction.engine import Engine
from tests.chassis.house import released
from tests.chassis.records import message_of
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("ALL-1")

QUERIES = {
    "what it heard and said": (OF_ORDER, "fact"),
    "what it parked": (picture.PARKED_OF_ORDER, "parked"),
    "what it said and did not send": (picture.UNSENT_OF_ORDER, "fact"),
}


@pytest.mark.parametrize("what", QUERIES)
async def test_an_order_is_found_without_reading_every_row(pool: asyncpg.Pool, what: str) -> None:
    query, table = QUERIES[what]
    async with pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", new_id()))
    assert f"Seq Scan on {table} " not in plan, plan


async def test_an_order_is_found_by_the_id_of_an_event_and_by_the_age_of_the_facts(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order = new_id()
    await engine.consume([message_of(released(order))])
    said = await pool.fetchval("SELECT message_id FROM fact WHERE kind = 'said'")
    assert await picture.order_of_message(pool, said) == order
    assert [await picture.order_of_message(pool, one) for one in (order, new_id(), uuid4())] == [None] * 3
    async with pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {picture.ORDER_OF_MESSAGE}", said, made(said)))
    assert "fact_age" in plan, plan


async def test_what_was_said_and_not_sent_is_told_of_the_order_alone(engine: Engine, pool: asyncpg.Pool) -> None:
    order, other = new_id(), new_id()
    await engine.consume([message_of(released(order)), message_of(released(other))])
    (unsent,) = (await picture.about(pool, order))["unsent"]
    assert (unsent["topic"], unsent["key"], unsent["alike"]) == ("goods.packed", str(order), 2)


async def test_a_message_that_waits_is_found_by_its_order(engine: Engine, pool: asyncpg.Pool) -> None:
    order = new_id()
    await engine.consume([message_of(released(order, "WAIT"), 1), message_of(released(order, "one"), 2)])
    first, second = (await picture.about(pool, order))["parked"]
    assert (first["why"], first["behind"], second["why"], second["behind"]) == ("not_ready", 1, "behind", 0)


async def test_a_session_that_waits_for_another_is_told_with_who_holds_it(engine: Engine, pool: asyncpg.Pool) -> None:
    order = str(new_id())
    async with pool.acquire() as looking, pool.acquire() as holder, holder.transaction():
        await inbox.lock(holder, [order])
        waiting = asyncio.create_task(engine.consume([message_of(released(UUID(order)))]))
        found: list[asyncpg.Record] = []

        async def blocked() -> bool:
            found[:] = await picture.blocked_sessions(looking)
            return bool(found)

        await within(10, blocked)
        assert found[0]["by_pid"] == holder.get_server_pid()
    await waiting


def test_a_part_that_goes_on_doing_the_same_keeps_its_since() -> None:
    condition = Condition()
    condition.does("relay", "sends")
    since = condition.states["relay"].since
    condition.does("relay", "sends")
    assert condition.states["relay"].since == since
    condition.does("relay", "tries again", ConnectionError("away"))
    assert condition.states["relay"].reason == "ConnectionError('away')"


async def test_who_holds_no_partition_has_not_heard_all() -> None:
    assert not await Condition().has_heard_all()

"""When a parked message is tried again by itself."""

import asyncpg

from chassis.ids import new_id
from chassis.messages.parking import JITTER, RECHECK_S, declare_dead
from chassis.transaction.engine import Engine
from tests.chassis.house import released
from tests.chassis.records import message_of

WAITS_S = "SELECT extract(epoch FROM due_at - now())::float AS s FROM parked ORDER BY due_at"
LATE_S = 1.0
"""What a slow machine may need between parking and looking."""


async def test_what_was_parked_together_does_not_come_back_together(engine: Engine, pool: asyncpg.Pool) -> None:
    await engine.consume([message_of(released(new_id(), "WAIT")) for _ in range(40)])
    waits = [row["s"] for row in await pool.fetch(WAITS_S)]
    assert len(set(waits)) == 40
    assert min(waits) > RECHECK_S * (1 - JITTER) - LATE_S
    assert max(waits) <= RECHECK_S * (1 + JITTER)


async def test_a_message_that_waited_and_then_fails_died_of_its_handler(engine: Engine, pool: asyncpg.Pool) -> None:
    messages = [message_of(released(new_id(), "WAIT")) for _ in range(2)]
    await engine.consume(messages)
    await declare_dead(pool, "warehouse", messages[0].id, messages[0].topic, KeyError("x"))
    rows = await pool.fetch("SELECT why, kind FROM parked ORDER BY why")
    assert [tuple(row) for row in rows] == [("dead", "handler"), ("not_ready", "")]


async def test_each_try_in_vain_doubles_the_wait(engine: Engine, pool: asyncpg.Pool) -> None:
    message = message_of(released(new_id(), "WAIT"))
    await engine.consume([message])
    for tries in range(1, 8):
        await engine.retry([message.id], [message.key])
        longest = RECHECK_S * 2 ** min(tries, 6)
        (row,) = await pool.fetch(WAITS_S)
        assert longest * (1 - JITTER) - LATE_S < row["s"] <= longest * (1 + JITTER)

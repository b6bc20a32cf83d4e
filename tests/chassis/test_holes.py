"""A hole in a stream is seen wherever it is, and what comes after it waits (F19, F31; invariant 1)."""

from uuid import UUID

import asyncpg

from chassis.ids import new_id
from chassis.messages.envelope import Message, Unreadable, read
from chassis.transaction.engine import Engine
from tests.chassis.house import cancelled, released
from tests.chassis.records import TYPES, message_of, record_of
from tests.chassis.streams import let_go_on, slips, waiting


async def test_a_hole_behind_a_message_that_waits_is_a_hole(engine: Engine, pool: asyncpg.Pool) -> None:
    order = new_id()
    await engine.consume([message_of(released(order, "WAIT"), 1)])
    await engine.consume([message_of(released(order, "three"), 3)])
    await engine.consume([message_of(cancelled(order))])
    await let_go_on(engine)
    assert await waiting(pool) == ["gap"]
    await engine.consume([message_of(released(order, "two"), 2)])
    await let_go_on(engine)
    assert await slips(pool, order) == ["WAIT", "two", "three"]


async def test_two_holes_that_fill_late_change_no_order(engine: Engine, pool: asyncpg.Pool) -> None:
    order = new_id()
    for sequence in (1, 3, 5, 2, 4):
        await engine.consume([message_of(released(order, str(sequence)), sequence)])
        await let_go_on(engine)
    assert await slips(pool, order) == ["1", "2", "3", "4", "5"]


async def test_nothing_passes_a_message_whose_number_cannot_be_read(engine: Engine, pool: asyncpg.Pool) -> None:
    """Heard in one poll as in two."""
    for together in (True, False):
        order = new_id()
        await engine.consume([message_of(released(order, "one"), 1)])
        pair = [_unreadable(order), message_of(released(order, "three"), 3)]
        for poll in [pair] if together else [[each] for each in pair]:
            await engine.consume(poll)
        await let_go_on(engine)
        assert await slips(pool, order) == ["one"]


async def test_a_message_whose_number_was_heard_as_another_is_told_and_not_lost(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    """Somebody wrote a record of his own into the stream, or the topic was made anew (F20, F23)."""
    order = new_id()
    await engine.consume([read(record_of(released(order), 1)._replace(value=b"{"), TYPES, "")])
    genuine = message_of(released(order, "genuine"), 1)
    for _ in range(2):
        await engine.consume([genuine])
    reason = await pool.fetchval("SELECT reason FROM parked WHERE message_id = $1", genuine.id)
    assert reason == "sequence 1 of its key was heard as another"


async def test_what_another_member_handled_is_no_dead_letter(engine: Engine, pool: asyncpg.Pool) -> None:
    message = message_of(released(new_id(), "good"))
    await engine.consume([message])
    await engine.dead_letter(message, "ValueError: it failed here")
    assert await waiting(pool) == []


def _unreadable(order: UUID) -> Message | Unreadable:
    record = record_of(released(order), 2)
    return read(record._replace(headers=(*record.headers, ("x", b"\xff"))), TYPES, "")

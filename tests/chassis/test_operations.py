"""What people do about parked messages: in order, once, recorded, and the same when killed (invariants 2, 6)."""

import asyncio
import re
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis.ids import new_id
from chassis.messages.envelope import read
from chassis.operations import operation_log
from chassis.operations.operations import Operation, What, perform, plan
from chassis.operations.selection import PAGE_ROWS, SELECTED, Selection
from chassis.refusal import KeyUsedForAnotherBody
from chassis.transaction.engine import Engine
from tests.chassis import house
from tests.chassis.house import cancelled, released
from tests.chassis.records import TYPES, message_of, record_of
from tests.chassis.streams import die, killed_at, let_go_on, operation, slips, stands_still, waiting
from tests.needs import needs


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The slips that fail, for this test alone."""
    monkeypatch.setattr(house, "BAD", {"BAD"})
    return house.BAD


async def outcomes(engine: Engine, asked: Operation) -> list[str]:
    await perform(engine, asked)
    return [result.outcome for result in await operation_log.done(engine.pool, asked.id)]


async def test_a_dead_letter_that_is_retried_lets_go_on_what_waited_behind_it(
    engine: Engine, pool: asyncpg.Pool, bad: set[str]
) -> None:
    first, *_ = await stands_still(engine, order := new_id())
    bad.clear()
    assert await outcomes(engine, operation("retry", message_ids=[first.id])) == ["handled"]
    await let_go_on(engine)
    assert await slips(pool, order) == ["BAD", "second", "third"]


async def test_a_whole_order_is_retried_lowest_sequence_first(
    engine: Engine, pool: asyncpg.Pool, bad: set[str]
) -> None:
    await stands_still(engine, order := new_id())
    bad.clear()
    assert await outcomes(engine, operation("retry", order_id=order)) == ["handled"] * 3
    assert await slips(pool, order) == ["BAD", "second", "third"]


async def test_what_waits_behind_an_earlier_message_is_not_tried_before_it(engine: Engine, pool: asyncpg.Pool) -> None:
    first, second, _ = await stands_still(engine)
    asked = operation("retry", message_ids=[second.id])
    await perform(engine, asked)
    (result,) = await operation_log.done(pool, asked.id)
    assert (result.outcome, result.note) == ("left", f"waits behind {first.id}")
    assert await waiting(pool) == ["dead", "behind", "behind"]


async def test_a_retry_that_fails_again_stays_dead_with_its_new_reason(
    engine: Engine, pool: asyncpg.Pool, bad: set[str]
) -> None:
    first, *_ = await stands_still(engine)
    asked = operation("retry", message_ids=[first.id])
    assert await outcomes(engine, asked) == ["dead"]
    assert await pool.fetchval("SELECT tries FROM parked WHERE message_id = $1", first.id) == 1
    bad.clear()
    assert await outcomes(engine, asked) == ["dead"], "the same operation tries a message once"
    assert await outcomes(engine, operation("retry", message_ids=[first.id])) == ["handled"]


async def test_a_retry_before_its_cause_waits_for_it(engine: Engine, pool: asyncpg.Pool) -> None:
    message = message_of(released(new_id(), "WAIT"))
    await engine.dead_letter(message, "KeyError: 'x'")
    assert await outcomes(engine, operation("retry", message_ids=[message.id])) == ["not_ready"]
    await engine.consume([message_of(cancelled(message.event.orders[0]))])
    await let_go_on(engine)
    assert await waiting(pool) == []


async def test_a_letter_that_still_breaks_its_contract_stays_dead(engine: Engine, pool: asyncpg.Pool) -> None:
    unreadable = read(record_of(released(new_id()))._replace(value=b"{}"), TYPES, "")
    await engine.consume([unreadable])
    assert await outcomes(engine, operation("retry", message_ids=[unreadable.id])) == ["dead"]


async def test_dead_letters_that_died_alike_are_retried_together(
    engine: Engine, pool: asyncpg.Pool, bad: set[str]
) -> None:
    orders = [new_id() for _ in range(5)]
    await die(engine, [message_of(released(order, "BAD")) for order in orders])
    other = read(record_of(released(new_id()))._replace(value=None), TYPES, "")
    await engine.consume([other])
    (fingerprint,) = await pool.fetch("SELECT fingerprint FROM parked GROUP BY 1 HAVING count(*) = 5")
    bad.clear()
    assert await outcomes(engine, operation("retry", fingerprint=fingerprint[0])) == ["handled"] * 5
    assert [await slips(pool, order) for order in orders] == [["BAD"]] * 5
    assert await waiting(pool) == ["dead"]


async def test_a_discarded_letter_leaves_its_raw_record_and_those_behind_it_go_on(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    first, *_ = await stands_still(engine, order := new_id())
    assert await outcomes(engine, operation("discard", message_ids=[first.id])) == ["discarded"]
    (row,) = await pool.fetch("SELECT record_value, who, what, why, note FROM operations")
    assert row["record_value"] == first.raw.value
    assert (row["who"], row["what"], row["why"]) == ("wang.fang", "discard", "the slip is mended")
    assert row["note"] == "ValueError: a bad slip"
    await let_go_on(engine)
    assert await slips(pool, order) == ["second", "third"]
    await engine.consume([first])
    assert await slips(pool, order) == ["second", "third"], "it does not come back when it is heard again"


async def test_only_a_dead_letter_can_be_discarded(engine: Engine, pool: asyncpg.Pool) -> None:
    message = message_of(released(new_id(), "WAIT"))
    await engine.consume([message])
    assert await outcomes(engine, operation("discard", message_ids=[message.id])) == ["left"]
    assert await waiting(pool) == ["not_ready"]


async def with_a_hole(engine: Engine, order: UUID) -> None:
    await engine.consume([message_of(released(order, "one"), 7)])
    await engine.consume([message_of(released(order, "three"), 9), message_of(released(order, "four"), 10)])


async def test_a_hole_that_is_skipped_lets_go_on_what_waits_for_it(engine: Engine, pool: asyncpg.Pool) -> None:
    await with_a_hole(engine, order := new_id())
    assert await outcomes(engine, operation("skip", order_id=order)) == ["handled", "left"]
    await let_go_on(engine)
    assert await slips(pool, order) == ["one", "three", "four"]


async def test_a_retry_does_not_skip_a_hole(engine: Engine, pool: asyncpg.Pool) -> None:
    await with_a_hole(engine, order := new_id())
    assert await outcomes(engine, operation("retry", order_id=order)) == ["left", "left"]
    assert await slips(pool, order) == ["one"]


async def test_a_plan_tells_all_and_changes_nothing(engine: Engine, pool: asyncpg.Pool, bad: set[str]) -> None:
    await stands_still(engine, order := new_id())
    bad.clear()
    results = await plan(engine, operation("retry", order_id=order))
    assert [result.outcome for result in results] == ["would be tried"] * 3
    results = await plan(engine, operation("discard", order_id=order))
    assert [result.outcome for result in results] == ["would be discarded", "left", "left"]
    assert await waiting(pool) == ["dead", "behind", "behind"]
    assert await pool.fetchval("SELECT count(*) FROM operations") == 0


@pytest.mark.parametrize("what", ["retry", "discard"])
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
@pytest.mark.parametrize("place", ["write", "_after_commit"])
async def test_an_operation_killed_half_way_and_run_again_ends_the_same(
    engine: Engine, pool: asyncpg.Pool, bad: set[str], what: What, nth: int, place: str
) -> None:
    orders = [new_id() for _ in range(4)]
    await die(engine, [message_of(released(order, "BAD")) for order in orders])
    bad.clear()
    first, second = (operation(what, topic="order.released") for _ in range(2))
    with killed_at(operation_log if place == "write" else engine, place, nth):
        await perform(engine, first)
    await perform(engine, second)
    await let_go_on(engine)
    assert await waiting(pool) == []
    assert [await slips(pool, order) for order in orders] == [["BAD"] if what == "retry" else []] * 4
    assert await pool.fetchval("SELECT count(DISTINCT message_id) FROM operations") == 4
    assert await pool.fetchval("SELECT count(*) FROM operations") == 4
    before = nth - 1 if place == "write" else nth
    done = await pool.fetchval("SELECT count(*) FROM operations WHERE operation_id = $1", first.id)
    assert done == before, "the record shows both runs"


async def test_two_who_retry_the_same_at_once_do_it_once(engine: Engine, pool: asyncpg.Pool, bad: set[str]) -> None:
    order = new_id()
    await die(engine, [message_of(released(order, "BAD"))])
    bad.clear()
    await asyncio.gather(*(perform(engine, operation("retry", order_id=order)) for _ in range(4)))
    assert await slips(pool, order) == ["BAD"]
    assert await pool.fetchval("SELECT count(*) FROM operations") == 1


async def test_the_id_of_an_operation_serves_for_no_other(engine: Engine, bad: set[str]) -> None:
    await stands_still(engine, order := new_id())
    asked = operation("retry", order_id=order)
    await perform(engine, asked)
    other = Operation(asked.id, "discard", asked.which, asked.who, asked.why)
    with pytest.raises(KeyUsedForAnotherBody):
        await perform(engine, other)


@needs("ALL-4")
@pytest.mark.parametrize("change", ["UPDATE operations SET why = 'nothing'", "DELETE FROM operations"])
async def test_what_was_done_stays_recorded(engine: Engine, pool: asyncpg.Pool, change: str) -> None:
    first, *_ = await stands_still(engine)
    await perform(engine, operation("discard", message_ids=[first.id]))
    with pytest.raises(asyncpg.RaiseError, match="stays recorded"):
        await pool.execute(change)
    assert await pool.fetchval("SELECT count(*) FROM operations") == 1


@needs("ALL-4")
async def test_an_order_tells_what_people_did_about_it(engine: Engine, pool: asyncpg.Pool) -> None:
    first, *_ = await stands_still(engine, order := new_id())
    await perform(engine, operation("discard", message_ids=[first.id]))
    rows = await pool.fetch("SELECT topic, note FROM fact WHERE order_id = $1 AND kind = 'asked'", order)
    assert [tuple(row) for row in rows] == [("discard order.released", "wang.fang: discarded")]


MANY_PARKED = """
INSERT INTO parked (message_id, topic, key, sequence, why, reason, orders, parked_at, partition, "offset",
                    record_headers, fingerprint)
SELECT gen_random_uuid(), 'order.released', n::text, 1, 'dead', 'a bad slip', ARRAY[gen_random_uuid()],
       timestamptz '2020-01-01Z' + n * interval '1 s', 0, n, '[]', n::text FROM generate_series(1, 5000) AS n
"""


@pytest.mark.parametrize(
    ("which", "index"),
    [
        ({"message_ids": [new_id()]}, "parked_pkey"),
        ({"order_id": new_id()}, "parked_orders"),
        ({"fingerprint": "ab"}, "parked_alike"),
        ({"topic": "order.released", "key": "a"}, "parked_stream"),
        ({"since": "2026-01-01T00:00:00Z"}, "parked_age"),
    ],
)
async def test_each_selection_finds_its_messages_by_an_index(
    pool: asyncpg.Pool, which: dict[str, Any], index: str
) -> None:
    chosen = Selection(**which)
    criteria = (chosen.message_ids, chosen.order_id, chosen.fingerprint, chosen.topic, chosen.key, chosen.since)
    async with pool.acquire() as db, db.transaction():
        await db.execute(MANY_PARKED)
        await db.execute("ANALYZE parked")
        plan = await db.fetch(f"EXPLAIN {SELECTED}", *criteria, new_id(), PAGE_ROWS)
    text = "\n".join(row[0] for row in plan)
    assert re.search(rf"Scan (using|on) {index}\b.*", text), text

"""What a message costs at the door, and that it has its effect once whoever else comes through it (invariants 1, 2)."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis import clock
from chassis.database.migrations import CHASSIS_MIGRATIONS, migrate
from chassis.figures import HOLDING, Figure, holding, save
from chassis.handling import Db, Outcome, wire
from chassis.ids import new_id
from chassis.messages.envelope import Message, read
from chassis.messages.inbox import TAKE_IN_CHARGE
from chassis.transaction.engine import Engine
from contracts.sales import OrderReleased
from contracts.warehouse import GoodsPacked
from tests.chassis.house import HOUSE, pack, released
from tests.chassis.records import TYPES, message_of, record_of
from tests.chassis.streams import slips, waiting
from tests.department_db import Statements
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("ALL-1")

BEFORE = "0007"
"""The migration from which on a number names a message, and no longer its id."""
ROUND = ("BEGIN;", "SELECT * FROM take_in_charge", "SELECT * FROM hand_over", "COMMIT;")


class Shelves(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHELVES_OF_TEST_", frozen=True)

    shelves: int = 1


@pytest.mark.parametrize("messages", [1, 50])
async def test_a_poll_costs_two_statements_and_its_transaction_besides_the_handlers(
    engine: Engine, statements: Statements, messages: int
) -> None:
    with statements() as seen:
        await engine.consume([message_of(released(new_id())) for _ in range(messages)])
    chassis = [query for query in seen if "effect" not in query]
    assert [query.startswith(begins) for query, begins in zip(chassis, ROUND, strict=True)] == [True] * 4


async def test_the_figures_that_hold_come_with_the_messages_and_cost_no_statement(
    pool: asyncpg.Pool, statements: Statements
) -> None:
    """Most handlers ask for them: a fifth of a poll's round trips."""
    async with pool.acquire() as db:
        await save(db, Figure("shelves", 1, clock.today(), 7, "wang.fang", clock.now()))
    found: list[int] = []

    async def look(db: Db, orders: Sequence[OrderReleased]) -> list[Outcome]:
        found.append((await holding(db, Shelves)).shelves)
        return [() for _ in orders]

    engine = Engine(replace(HOUSE, handles=wire({OrderReleased: look})), pool)
    with statements() as seen:
        await engine.consume([message_of(released(new_id())) for _ in range(2)])
    assert found == [7]
    assert HOLDING not in seen


async def test_a_message_that_waits_costs_one_statement_more(engine: Engine, statements: Statements) -> None:
    with statements() as seen:
        await engine.consume([message_of(released(new_id(), "WAIT"))])
    assert len([query for query in seen if "effect" not in query]) == len(ROUND) + 1


async def test_a_message_leaves_one_row_at_the_door_and_the_next_of_its_key_locks_without_writing(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    order = new_id()
    await engine.consume([message_of(released(order), 1)])
    place = "SELECT ctid::text, xmin::text FROM key WHERE key = $1"
    before = await pool.fetchrow(place, str(order))
    await engine.consume([message_of(released(order), 2)])
    assert await pool.fetchrow(place, str(order)) == before
    assert await pool.fetchval("SELECT count(*) FROM inbox") == 2
    indexes = "SELECT count(*) FROM pg_index WHERE indrelid = 'inbox'::regclass AND indisunique AND indpred IS NULL"
    assert await pool.fetchval(indexes) == 1


async def test_the_door_writes_four_records_of_wal_a_message(engine: Engine, pool: asyncpg.Pool) -> None:
    """The lock, the row, its index, and that no other was first; an index page that splits writes some more."""
    orders = sorted(str(new_id()) for _ in range(100))
    await pool.execute("SELECT lock_keys($1)", orders)
    ids, topics, numbers = [new_id() for _ in orders], [OrderReleased.topic] * 100, [1] * 100
    told = await pool.fetchval(
        f"EXPLAIN (ANALYZE, WAL, FORMAT json) {TAKE_IN_CHARGE}", orders, ids, topics, orders, numbers, clock.today()
    )
    assert json.loads(told)[0]["Plan"]["WAL Records"] <= 420


async def test_one_record_under_two_numbers_in_one_poll_has_its_effect_once(engine: Engine, pool: asyncpg.Pool) -> None:
    """Somebody sent it again by hand."""
    order, message_id = new_id(), new_id()
    pair = [read(record_of(released(order), number, message_id), TYPES, "") for number in (1, 2)]
    for _ in range(2):
        await engine.consume(pair)
    assert len(await slips(pool, order)) == 1


async def test_two_members_that_hear_the_same_at_once_give_it_its_effect_once(
    engine: Engine, pool: asyncpg.Pool
) -> None:
    """A partition goes to another member while the first still works on it."""
    messages = [message_of(released(new_id())) for _ in range(40)]
    await asyncio.gather(*(Engine(HOUSE, pool).consume(poll) for poll in (messages, messages[::-1], messages[10:30])))
    assert await pool.fetchval("SELECT count(*) FROM effect") == 40
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 40


async def test_who_waited_for_the_key_sees_what_its_holder_heard_and_parked(pool: asyncpg.Pool) -> None:
    """Else the second message would pass the first, or take it for a hole."""
    order, held, go_on = new_id(), asyncio.Event(), asyncio.Event()

    async def slowly(db: Db, orders: Sequence[OrderReleased]) -> list[Outcome]:
        held.set()
        await go_on.wait()
        return await pack(db, orders)

    slow = Engine(replace(HOUSE, handles=wire({OrderReleased: slowly})), pool)
    await Engine(HOUSE, pool).consume([message_of(released(order, "one"), 1)])
    first = asyncio.create_task(slow.consume([message_of(released(order, "WAIT"), 2)]))
    await held.wait()
    second = asyncio.create_task(Engine(HOUSE, pool).consume([message_of(released(order, "three"), 3)]))
    await within(10, lambda: pool.fetchval(BLOCKED))
    go_on.set()
    await asyncio.gather(first, second)
    assert await waiting(pool) == ["not_ready", "behind"]


BLOCKED = "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def test_of_two_with_one_number_in_one_poll_the_second_is_told(engine: Engine, pool: asyncpg.Pool) -> None:
    order = new_id()
    await engine.consume([message_of(released(order, "one"), 1), message_of(released(order, "another"), 1)])
    assert await slips(pool, order) == ["one"]
    assert await pool.fetchval("SELECT reason FROM parked") == "sequence 1 of its key was heard as another"


async def test_what_has_no_number_is_known_by_its_id(engine: Engine, pool: asyncpg.Pool) -> None:
    first, second = _unnumbered(order := new_id(), "one"), _unnumbered(order, "two")
    for poll in ([first, first], [first], [second, first]):
        await engine.consume(poll)
    assert await slips(pool, order) == ["one", "two"]


def _unnumbered(order: UUID, slip: str) -> Message:
    record = record_of(released(order, slip))
    headers = tuple(header for header in record.headers if header[0] != "ce_sequence")
    message = read(record._replace(headers=headers), TYPES, "")
    assert isinstance(message, Message)
    return message


@pytest.fixture
async def of_before(pool: asyncpg.Pool) -> asyncpg.Pool:
    """The database of a company whose release knew each message by its id."""
    await pool.execute("DROP OWNED BY CURRENT_USER")
    await pool.execute("CREATE TABLE migration (name text PRIMARY KEY, at timestamptz DEFAULT now())")
    for file in sorted(CHASSIS_MIGRATIONS.glob("*.sql")):
        if file.name < BEFORE:
            await pool.execute(file.read_text())
            await pool.execute("INSERT INTO migration (name) VALUES ($1)", f"chassis/{file.stem}")
    await pool.expire_connections()
    return pool


async def test_what_a_release_of_before_heard_is_not_heard_again(of_before: asyncpg.Pool) -> None:
    pool, order = of_before, new_id()
    heard = [message_of(released(order, str(number)), number) for number in (4, 5)] + [_unnumbered(order, "no number")]
    rows = [(m.id, m.topic, m.key, m.sequence) for m in heard]
    await pool.executemany("INSERT INTO inbox (message_id, topic, key, sequence) VALUES ($1, $2, $3, $4)", rows)
    await migrate(pool, HOUSE.migrations)
    engine = Engine(HOUSE, pool)
    await engine.consume(heard)
    await engine.consume([message_of(released(order, "6"), 6), message_of(released(order, "8"), 8)])
    await engine.consume([message_of(released(order, "another"), 5)])
    assert await slips(pool, order) == ["6"]
    assert sorted(await waiting(pool)) == ["dead", "gap"]


async def test_two_that_speak_of_the_same_keys_at_once_number_them_without_holes(pool: asyncpg.Pool) -> None:
    """Goods receipts serve orders whose keys they do not hold (decision 0003); the numbers are locked in one order."""
    served = [new_id() for _ in range(20)]

    def serving(orders: Sequence[UUID]) -> Engine:
        async def receive(db: Db, receipts: Sequence[OrderReleased]) -> list[Outcome]:
            return [tuple(_packed(order) for order in orders) for _ in receipts]

        return Engine(replace(HOUSE, handles=wire({OrderReleased: receive})), pool)

    both = (serving(served), serving(served[::-1]))
    await asyncio.gather(*(each.consume([message_of(released(new_id()))]) for each in both for _ in range(10)))
    rows = await pool.fetch("SELECT key, array_agg(sequence ORDER BY id) AS numbers FROM outbox GROUP BY key")
    assert {row["key"]: row["numbers"] for row in rows} == {str(order): [*range(1, 21)] for order in served}


def _packed(order: UUID) -> GoodsPacked:
    return GoodsPacked(
        order_id=order, order_version=1, shipment_id=new_id(), slip_number="SS-2026-000001", lines=(), packages=()
    )

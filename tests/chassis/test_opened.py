"""Documents that lie open while a poll is handled: one reading, one writing, and nobody sees anything old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest

from chassis.handling import Db, House, Nothing, wire
from chassis.ids import new_id
from chassis.opened import Opened, on_opened
from chassis.transaction.engine import Engine
from contracts.event import Event, OrderEvent
from contracts.sales import OrderCancelled, OrderClosed, OrderReleased
from tests.chassis.house import MIGRATIONS, cancelled, released
from tests.chassis.records import message_of
from tests.department_db import Statements
from tests.needs import needs

pytestmark = needs("ALL-1")

TALLY = "CREATE TABLE tally (id uuid PRIMARY KEY, heard int NOT NULL DEFAULT 0)"
READ = "SELECT id, heard FROM tally WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
WRITE = """
UPDATE tally t SET heard = new.heard FROM unnest($1::uuid[], $2::int[]) AS new(id, heard) WHERE t.id = new.id
"""
HEARD = "SELECT heard FROM tally WHERE id = $1"


@dataclass(frozen=True)
class Tally:
    id: UUID
    heard: int


async def read(db: Db, ids: Sequence[UUID]) -> Mapping[UUID, Tally]:
    return {row["id"]: Tally(**row) for row in await db.fetch(READ, ids)}


async def write(db: Db, tallies: Sequence[Tally]) -> None:
    await db.execute(WRITE, [tally.id for tally in tallies], [tally.heard for tally in tallies])


OPEN = Opened(read, write, lambda event: event.order_id if isinstance(event, OrderEvent) else None)


async def count(db: Db, events: Sequence[OrderReleased | OrderClosed]) -> list[Nothing]:
    tallies = await OPEN.load(db, [event.order_id for event in events])
    await OPEN.save(db, {id_: Tally(id_, tally.heard + 1) for id_, tally in tallies.items()})
    return [() for _ in events]


@on_opened
async def released_once_more(db: Db, events: Sequence[OrderReleased]) -> list[Nothing]:
    if any(event.slip_number == "BAD" for event in events):
        raise ValueError("a bad slip")
    return await count(db, events)


@on_opened
async def closed_once_more(db: Db, events: Sequence[OrderClosed]) -> list[Nothing]:
    return await count(db, events)


async def double(db: Db, events: Sequence[OrderCancelled]) -> list[Nothing]:
    """By the rows themselves, of which it knows nothing else."""
    await db.execute("UPDATE tally SET heard = 2 * heard WHERE id = ANY($1::uuid[])", [e.order_id for e in events])
    return [() for _ in events]


HOUSE = House(
    "warehouse",
    handles=wire({OrderReleased: released_once_more, OrderClosed: closed_once_more, OrderCancelled: double}),
    migrations=MIGRATIONS,
)


@pytest.fixture
async def orders(pool: asyncpg.Pool) -> list[UUID]:
    await pool.execute(TALLY)
    orders = [new_id() for _ in range(4)]
    await pool.execute("INSERT INTO tally (id) SELECT unnest($1::uuid[])", orders)
    return orders


@pytest.fixture
def engine(pool: asyncpg.Pool) -> Engine:
    return Engine(HOUSE, pool)


def closed(order: UUID) -> OrderClosed:
    return OrderClosed(order_id=order, order_version=1, outcome="delivered")


async def hears(engine: Engine, *events: Event) -> None:
    """One poll; of each stream the messages count from one."""
    streams = [(event.topic, event.key) for event in events]
    numbers = [streams[: at + 1].count(stream) for at, stream in enumerate(streams)]
    await engine.consume([message_of(event, number) for event, number in zip(events, numbers, strict=True)])


async def test_a_poll_reads_and_writes_all_its_documents_once(
    engine: Engine, pool: asyncpg.Pool, orders: list[UUID], statements: Statements
) -> None:
    """Of two types, in three turns; each message finds what the one before it left."""
    one, other, *_ = orders
    with statements() as seen:
        await hears(engine, released(one), released(one), closed(other), released(other), closed(one))
    assert [query for query in seen if "tally" in query] == [READ, WRITE]
    assert [await pool.fetchval(HEARD, order) for order in orders] == [3, 2, 0, 0]


async def test_who_works_on_the_rows_themselves_finds_all_written_and_is_seen_by_those_after_him(
    engine: Engine, pool: asyncpg.Pool, orders: list[UUID]
) -> None:
    one, *_ = orders
    await hears(engine, released(one), cancelled(one), released(one), closed(one))
    assert await pool.fetchval(HEARD, one) == 1 * 2 + 2


async def test_of_a_poll_that_fails_nothing_is_written(engine: Engine, pool: asyncpg.Pool, orders: list[UUID]) -> None:
    one, *_ = orders
    with pytest.raises(ValueError, match="a bad slip"):
        await hears(engine, released(one), released(one, "BAD"))
    assert await pool.fetchval("SELECT sum(heard) FROM tally") == 0


async def test_outside_a_poll_what_is_saved_is_written_at_once(pool: asyncpg.Pool, orders: list[UUID]) -> None:
    async with pool.acquire() as db:
        await count(db, [closed(orders[0])])
        assert await db.fetchval(HEARD, orders[0]) == 1

"""Who deals one item waits for nobody who deals another (WHS-2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from chassis import clock
from chassis.handling import Db
from contracts.sales import OrderConfirmed, OrderReleased
from contracts.warehouse import GoodsPacked, StockReserved
from services.warehouse.book.store import Touched, lock_dealing, lock_items
from services.warehouse.book.work import hold
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import rules as stocking
from services.warehouse.stock import store
from services.warehouse.tests.samples import Order, content, item_changed, only, purchased
from tests.needs import needs

pytestmark = needs("WHS-2")
ITEMS = ("bolt", "nut", "pin", "rod", "cog")
LOCKS = "SELECT count(*) FROM pg_locks"
NEVER = {"lock_timeout": "50ms"}
"""Who would wait for a lock fails at once."""
Place = Callable[..., Awaitable[asyncpg.Connection]]


@pytest.fixture
async def session(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Place]:
    """Opens sessions of one warehouse, whose shelves hold ten of each item."""
    dsn, opened = await database("warehouse"), list[asyncpg.Connection]()

    async def another(**server_settings: str) -> asyncpg.Connection:
        opened.append(await asyncpg.connect(dsn, ssl=False, server_settings=server_settings))
        return opened[-1]

    db = await another()
    await stock.count(db, [stocking.Count(item, Decimal(10), Decimal(0), Decimal(0), "") for item in ITEMS])
    yield another
    for one in opened:
        await one.close()


@asynccontextmanager
async def at_work(db: asyncpg.Connection, *lines: str) -> AsyncIterator[None]:
    """Somebody who dealt these items and has not committed yet."""
    async with db.transaction():
        await reservation.reserve(db, [wanting(lines)])
        yield


def wanting(lines: Sequence[str], quantity: int = 1) -> OrderConfirmed:
    order = Order(f"SO-{'-'.join(lines)}", partial=True)
    wants = [(item, quantity) for item in lines]
    return OrderConfirmed(order_id=order.id, version=1, content=content(order.number, wants, partial=True))


async def deal(db: Db, *orders: OrderConfirmed) -> None:
    """One poll: each order by itself, as handlers that follow each other in one transaction."""
    async with db.transaction():
        await hold(db, orders)
        for order in orders:
            await reservation.reserve(db, [order])


async def test_who_deals_other_items_waits_for_nobody(session: Place) -> None:
    first, second = await session(), await session(**NEVER)
    async with at_work(first, "bolt", "nut"):
        await deal(second, wanting(["pin", "rod"]), wanting(["cog"]))
        await stock.adjust(second, [stocking.Adjust("pin", Decimal(2), "found")])
        await receiving.expect(second, [purchased("rod", 5)])


async def test_who_deals_one_item_of_them_waits(session: Place) -> None:
    first, second = await session(), await session(**NEVER)
    async with at_work(first, "bolt", "nut"):
        with pytest.raises(asyncpg.LockNotAvailableError):
            await deal(second, wanting(["pin", "nut"]))


async def test_who_waits_for_two_items_ties_them_to_each_other(session: Place) -> None:
    first, second = await session(), await session(**NEVER)
    await deal(first, wanting(["bolt", "nut"], 50))
    async with at_work(first, "bolt"):
        with pytest.raises(asyncpg.LockNotAvailableError):
            await stock.adjust(second, [stocking.Adjust("nut", Decimal(1), "found")])
        await stock.adjust(second, [stocking.Adjust("pin", Decimal(1), "found")])


async def test_who_comes_to_be_tied_while_he_waits_locks_all_that_it_takes(session: Place) -> None:
    first, second, third = await session(), await session(), await session(**NEVER)
    async with first.transaction():
        await reservation.reserve(first, [wanting(["bolt", "nut"], 50)])
        later = asyncio.create_task(hold_of(second, "bolt"))
        while not await third.fetchval(f"{LOCKS} WHERE NOT granted AND locktype = 'advisory'"):
            await asyncio.sleep(0)
    change = await later
    with pytest.raises(asyncpg.LockNotAvailableError):
        await stock.adjust(third, [stocking.Adjust("nut", Decimal(1), "found")])
    await change.rollback()


async def released(db: asyncpg.Connection, item: str) -> OrderReleased:
    """An order of an item that is reserved and may be packed."""
    await stock.learn(db, [item_changed(item)])
    order = Order(f"SO-{item}")
    (said,) = await reservation.reserve(db, [order.confirmed(**{item: 1})])
    return order.released(only(StockReserved, said).shipment_id)


@needs("WHS-6")
async def test_who_packs_other_items_waits_for_no_number(session: Place) -> None:
    """PostgreSQL says who waits for whom: nobody does, though the first has numbered its slip and not committed yet."""
    first, second, third = await session(), await session(), await session()
    releases = [await released(first, item) for item in ("bolt", "nut", "pin")]
    await dispatch.take_released(first, releases[:1])
    change = first.transaction()
    await change.start()
    (packed,) = await slips(first, releases[1])
    (other,) = await slips(second, releases[2])
    year = clock.today().year
    assert (packed, other) == (f"OS-{year}-000002", f"OS-{year}-000003")
    waiting = await third.fetchval("SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0")
    assert waiting == 0
    await change.rollback()
    assert await slips(third, releases[1]) == [packed], "what was given back is next"


async def slips(db: asyncpg.Connection, release: OrderReleased) -> list[str]:
    (said,) = await dispatch.take_released(db, [release])
    assert isinstance(said, GoodsPacked)
    return [said.slip_number]


async def hold_of(db: asyncpg.Connection, item: str) -> asyncpg.transaction.Transaction:
    """A transaction that has locked what a book on this item takes."""
    change = db.transaction()
    await change.start()
    await lock_items(db, Touched(items=[item]))
    return change


async def test_who_looks_at_more_than_the_book_has_all_items_to_himself(session: Place) -> None:
    first, second = await session(), await session(**NEVER)
    async with first.transaction():
        await lock_dealing(first)
        with pytest.raises(asyncpg.LockNotAvailableError):
            await deal(second, wanting(["pin"]))


async def test_who_has_very_many_items_to_lock_takes_one_lock_for_all(session: Place) -> None:
    db = await session()
    async with db.transaction():
        await lock_items(db, Touched(items=[f"item-{number}" for number in range(2_000)]))
        assert (
            await db.fetchval("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'")
            == 1
        )


SHARED = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
"""All examples stand in one warehouse; the machine may be busy."""
LINES = some.lists(some.sampled_from(ITEMS), min_size=1, max_size=4, unique=True)
POLLS = some.lists(LINES, min_size=1, max_size=3)


@example(polls=[[["bolt"], ["nut"]], [["nut"], ["bolt"]]], quantity=8)
@given(polls=some.lists(POLLS, min_size=2, max_size=3), quantity=some.integers(1, 8))
@settings(max_examples=40, deadline=None, suppress_health_check=SHARED)
async def test_nobody_waits_for_who_waits_for_him_whatever_order_lines_stand_in(
    session: Place, polls: list[list[list[str]]], quantity: int
) -> None:
    places = [await session() for _ in polls]
    polled = [[wanting(lines, quantity) for lines in poll] for poll in polls]
    await asyncio.gather(*(deal(db, *poll) for db, poll in zip(places, polled, strict=True)))
    assert await store.faults(places[0]) == []
    for db in places:
        await db.close()

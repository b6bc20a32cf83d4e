"""What a handler reads and writes is enough: the same schedule through the database and in memory says the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from random import Random
from typing import Any

import asyncpg
import pytest

from chassis.handling import Answer, NotReady, Outcome, events_of
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.warehouse import GoodsPacked
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Demand
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.dispatch.rules import shipping as dispatching
from services.warehouse.reservation import handlers as reservation
from services.warehouse.reservation import rules as reserving
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import rules as stocking
from services.warehouse.stock import store
from services.warehouse.tests.samples import AT, Order, dispatched, ids, item_changed, not_dispatched
from tests.needs import needs

ITEMS = ("bolt", "nut", "pin", "rod")
WHAT = ("version",) * 3 + ("cancel",) + ("count",) * 4 + ("ship",) * 2
Database = Callable[[str], Awaitable[str]]


@needs("WHS-2")
@pytest.mark.parametrize("seed", range(4))
async def test_the_same_schedule_says_the_same(db: asyncpg.Connection, seed: int) -> None:
    chance, book = Random(seed), Book()
    orders = [Order(f"SO-{n:03d}", priority=n % 3, partial=n % 4 == 0) for n in range(12)]
    await stock.learn(db, [item_changed(item) for item in ITEMS])
    for _ in range(160):
        memory, database = await one_step(db, book, chance, chance.choice(orders))
        assert database == memory
    assert await store.faults(db) == []


async def one_step(db: asyncpg.Connection, book: Book, chance: Random, order: Order) -> tuple[Any, Any]:
    """Something happens, in memory and in the database; shipments get the database's ids."""
    what = chance.choice(
        ("version", "version", "version", "cancel", "count", "count", "count", "count", "ship", "ship")
    )
    if what == "version" and order.version < 4:
        event = order.changed(**{item: chance.randint(1, 6) for item in chance.sample(ITEMS, 2)})
        said = heard(await reservation.reserve(db, [event]))
        return reserving.answer(book, event, told(said)), said
    if what == "cancel" and chance.random() < 0.3:
        gone = order.cancelled()
        said = heard(await reservation.release(db, [gone]))
        return reserving.cancel(book, gone, told(said)), said
    if what == "count":
        item = chance.choice(ITEMS)
        limits = stocking.Count(item, Decimal(3), Decimal(4), Decimal(2), "")
        more = stocking.Adjust(item, Decimal(chance.randint(-1, 7)), "")
        first, second = answered(await stock.count(db, [limits])), answered(await stock.adjust(db, [more]))
        stocking.count(book, limits, AT, told(first))
        memory = stocking.adjust(book, more, AT, told(second))
        return () if isinstance(memory, Refusal) else memory, second
    demand = book.demands.get(order.id)
    return await ship(db, book, chance, order, demand) if demand and demand.shipments else ((), ())


async def ship(db: asyncpg.Connection, book: Book, chance: Random, order: Order, demand: Demand) -> tuple[Any, Any]:
    shipment = chance.choice(list(demand.shipments.values()))
    if shipment.state == "reserved":
        said = heard(await dispatch.take_released(db, [order.released(shipment.shipment_id)]))
        assert [type(event) for event in said] == [GoodsPacked]
        shipment.state = "packed"
        return (), ()
    if shipment.state != "packed":
        return (), ()
    if dispatching.cause_unheard(demand, shipment) or chance.random() < 0.5:
        said = heard(await dispatch.leave(db, [dispatched(order, shipment.shipment_id)]))
        return dispatching.leave(book, demand, shipment, AT, told(said)), said
    said = heard(await dispatch.unpack(db, [not_dispatched(order, shipment.shipment_id)]))
    return dispatching.unpack(book, demand, shipment, told(said)), said


def told(said: Sequence[Any]) -> Any:
    """The shipment ids that the database's run gave, in the order in which it gave them."""
    given = [e.shipment_id for e in said if e.topic == "stock.reserved" and e.shipment_id]
    return iter([*given, *[next(ids()) for _ in range(5)]])


def heard(outcomes: Sequence[Outcome]) -> tuple[Event, ...]:
    (outcome,) = outcomes
    assert not isinstance(outcome, NotReady)
    return events_of(outcome)


def answered(answers: Sequence[Any]) -> tuple[Event, ...]:
    (answer,) = answers
    return answer.events if isinstance(answer, Answer) else ()


@needs("WHS-1")
async def test_two_transactions_never_promise_the_same_goods(database: Database) -> None:
    pool = await asyncpg.create_pool(await database("warehouse"), min_size=4, max_size=4, ssl=False)

    async def one(work: Callable[[asyncpg.Connection], Awaitable[Any]]) -> Any:
        async with pool.acquire() as db, db.transaction():
            result = await work(db)  # type: ignore[arg-type]
            await asyncio.sleep(0)
            return result

    await one(lambda db: stock.count(db, [stocking.Count("bolt", Decimal(30), Decimal(0), Decimal(0), "")]))
    orders = [Order(f"SO-{n:03d}") for n in range(40)]
    await asyncio.gather(
        *(one(lambda db, order=order: reservation.reserve(db, [order.confirmed(bolt=1)])) for order in orders)  # type: ignore[misc]
    )
    async with pool.acquire() as db:
        assert await store.faults(db) == []
        shelf = await store.find_shelf(db, "bolt")
    await pool.close()
    assert shelf
    assert (int(shelf.reserved), int(shelf.lacking), int(shelf.free)) == (30, 10, 0)

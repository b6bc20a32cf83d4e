"""The promised date is watched on the real database (SAL-20, NOT-3)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer, Db
from contracts.delays import DelayEnded, DelayForecast
from contracts.event import Event
from contracts.purchasing import PurchaseConfirmed, PurchaseDelayed
from services.sales.changes.handlers import change
from services.sales.changes.rules import Change, Wanted
from services.sales.forecast.handlers import find_waiting, look
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.order.store import find_with_merchandiser
from services.sales.review.handlers import confirm
from services.sales.review.rules import Confirm
from services.sales.tests.late import carrier_delayed, supply_confirmed, supply_delayed
from services.sales.tests.story import deliver, dispatch, order_line, reserve, reviews, short, topics
from services.sales.tests.test_handlers import a_place, confirm_all, hears, known, masters, places
from tests.needs import needs

pytestmark = needs("SAL-20", "NOT-3")

Statements = Callable[[Db], AbstractContextManager[list[str]]]


async def confirmed(db: Db, count: int) -> list[Order]:
    """Orders of which four lack, and nothing is said of their dates."""
    await masters(db)
    orders = await places(db, *(a_place(f"PO-{n}", partial=True) for n in range(count)))
    assert topics(await confirm_all(db, orders)) == ["order.confirmed"] * count
    orders = [await known(db, order.order_id) for order in orders]
    assert await hears(db, *(short(order, "P-1", 4) for order in orders)) == []
    return orders


def after_promise(order: Order, days: int) -> date:
    assert order.content.promised
    return order.content.promised + timedelta(days=days)


def of_both(one: PurchaseDelayed | PurchaseConfirmed, other: Order) -> Any:
    """The same purchase brings as much for another order."""
    return one.but(
        orders=(*one.orders, other.order_id), served=(*one.served, one.served[0].but(order_id=other.order_id))
    )


async def test_a_purchase_that_is_late_makes_each_order_late_that_it_serves_in_three_statements(
    db: Db, statements: Statements
) -> None:
    """And one for the figures, whatever the number of orders."""
    first, second, other = await confirmed(db, 3)
    shared, own, late = uuid4(), uuid4(), after_promise(first, 10)
    with statements(db) as seen:
        both = of_both(supply_delayed(first, shared, 4, late), second)
        said = await hears(db, both, supply_delayed(other, own, 4, late))
    assert len(seen) <= 3, seen
    assert topics(said) == ["delay.forecast"] * 3
    assert {event.order_id for event in said if isinstance(event, DelayForecast)} == {
        order.order_id for order in (first, second, other)
    }
    assert await hears(db, both, both.but(version=3)) == []


async def test_of_two_late_purchases_of_one_order_in_one_batch_it_is_said_once(db: Db) -> None:
    (order,) = await confirmed(db, 1)
    late = after_promise(order, 10)
    outcome = await hears(db, supply_delayed(order, uuid4(), 2, late), supply_delayed(order, uuid4(), 2, late))
    assert topics(outcome) == ["delay.forecast"]


async def test_what_a_purchase_brings_counts_before_the_warehouse_has_answered(db: Db) -> None:
    await masters(db)
    (order,) = await places(db, a_place("1"))
    await confirm_all(db, [order])
    order = await known(db, order.order_id)
    await hears(db, supply_confirmed(order, uuid4(), 4, after_promise(order, 1)))
    order = await known(db, order.order_id)
    assert order.forecast
    assert order.forecast.because == "supply"


async def test_a_new_date_that_is_agreed_ends_the_delay_and_the_merchandiser_has_it_no_more_before_him(db: Db) -> None:
    (order,) = await confirmed(db, 1)
    (late,) = await hears(db, supply_delayed(order, uuid4(), 4, after_promise(order, 10)))
    assert isinstance(late, DelayForecast)
    assert [one.order_id for one in await find_with_merchandiser(db, None, 9)] == [order.order_id]
    asked = Change(order.order_id, Wanted(promised=late.forecast), "agreed by mail")
    ((answer,), wanted) = await change(db, [asked]), late.forecast
    assert isinstance(answer, Answer)
    assert topics(answer.events) == ["order.changed", "delay.ended"]
    ended = answer.events[1]
    assert isinstance(ended, DelayEnded)
    assert (ended.how, ended.promised) == ("agreed", wanted)
    assert await find_with_merchandiser(db, None, 9) == ()


@needs("SAL-9")
async def test_a_change_whose_new_day_waits_for_a_person_is_before_him_at_whatever_stage_until_he_promised_one(
    db: asyncpg.Connection,
) -> None:
    (order,) = await confirmed(db, 1)
    await change(db, [Change(order.order_id, Wanted(lines=(order_line(1, 12),)), "two more")])
    assert await find_with_merchandiser(db, None, 9) == ()
    order = await known(db, order.order_id)
    assert await hears(db, *reviews(order, route="no")) == []
    assert [one.order_id for one in await find_with_merchandiser(db, None, 9)] == [order.order_id]
    (answer,) = await confirm(db, [Confirm(order.order_id, after_promise(order, 3))])
    assert isinstance(answer, Answer)
    assert topics(answer.events) == ["order.changed"]
    assert await find_with_merchandiser(db, None, 9) == ()


async def test_a_carrier_that_is_late_is_heard_and_the_delivery_ends_it(db: Db) -> None:
    (order,) = await confirmed(db, 1)
    shipment = uuid4()
    await hears(db, reserve(order, shipment, 10, need=2))
    assert await hears(db, dispatch(order, shipment, 10)) == []
    (late,) = await hears(db, carrier_delayed(order, shipment, after_promise(order, 3)))
    assert isinstance(late, DelayForecast)
    assert (late.because, late.words) == ("carriage", "storm")
    assert topics(await hears(db, deliver(order, shipment, 10).but(version=3))) == ["delay.ended"]


async def test_an_order_for_which_nothing_happens_is_found_on_the_day_on_which_it_is_late_and_looked_at_once(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    (order,) = await confirmed(db, 1)
    assert await find_waiting(db, clock.now()) == []
    promised = after_promise(order, 0)
    monkeypatch.setattr(clock, "today", lambda: promised)
    ((key, order_id),) = await find_waiting(db, clock.now())
    assert (key, order_id) == (str(order.order_id), order.order_id)
    assert topics(await looked_at(db, order_id)) == ["delay.forecast"]
    assert await find_waiting(db, clock.now()) == []
    assert await looked_at(db, order_id) == [], "another replica found it too"


async def looked_at(db: Db, *orders: UUID) -> list[Event]:
    return [event for outcome in await look(db, orders) for event in cast(tuple[Event, ...], outcome)]


async def test_the_look_for_what_waits_uses_its_index(db: Db) -> None:
    await confirmed(db, 1)
    await db.execute("SET LOCAL enable_seqscan = off")
    plan = await db.fetch(f"EXPLAIN {book.TO_LOOK_AT}", clock.today())
    assert any("sales_order_look_on" in row[0] for row in plan)


async def test_a_purchase_for_an_order_that_is_not_in_the_book_changes_nothing(db: Db) -> None:
    (order,) = await confirmed(db, 1)
    stranger = order.but(order_id=uuid4())
    assert await hears(db, supply_delayed(stranger, uuid4(), 4, after_promise(order, 10))) == []

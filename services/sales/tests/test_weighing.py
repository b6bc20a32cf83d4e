"""Orders are weighed again when their day comes nearer or their customer's grade changes (SAL-7)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Db
from contracts.sales import OrderWeighed
from services.sales.customers.handlers import put_customer
from services.sales.customers.rules.putting import PutCustomer
from services.sales.order.rules.document import Order
from services.sales.order.rules.priority import next_weighed_on, weighed
from services.sales.order.store import TO_WEIGH, find_to_weigh
from services.sales.policy import Grade
from services.sales.tests.story import DAY, POLICY, content
from services.sales.tests.test_handlers import MASTER, a_place, confirm_all, known, masters, places
from services.sales.weighing import handlers
from tests.needs import needs

pytestmark = needs("SAL-7")


@pytest.mark.parametrize(
    ("grade", "days", "price", "quadrant"),
    [
        ("A", 7, 50_000, "important and urgent"),
        ("A", 31, 50_000, "important"),
        ("C", 14, 10, "urgent"),
        ("C", 15, 10, "neither"),
    ],
)
def test_importance_and_urgency_make_four_quadrants(grade: Grade, days: int, price: int, quadrant: str) -> None:
    line = content(1).lines[0]
    dear = line.but(unit_price=line.unit_price.but(amount=line.unit_price.amount * price / 10))
    order = content(1).but(wanted=DAY + timedelta(days=days), lines=(dear,))
    assert weighed(order, grade, DAY, POLICY, {}).quadrant == quadrant


def test_an_order_is_weighed_again_on_the_day_on_which_it_is_more_urgent() -> None:
    far = content(1).but(wanted=date(2026, 5, 1))
    days, day = [], date(2026, 3, 2)
    while found := next_weighed_on(far, day, POLICY):
        days.append(found)
        day = found
    assert days == [date(2026, 4, 1), date(2026, 4, 17), date(2026, 4, 24)]
    assert next_weighed_on(far.but(rush=True), DAY, POLICY) is None


async def due(db: Db, day: date) -> list[Any]:
    """What is said when the timer finds on this day what is due."""
    orders: list[UUID] = await find_to_weigh(db, day)
    return [event for events in await handlers.weigh(db, orders) for event in events]


async def an_order(db: Db) -> Order:
    await masters(db)
    (order,) = await places(db, a_place("1", wanted=clock.today() + timedelta(days=31)))
    await confirm_all(db, [order])
    return await known(db, order.order_id)


async def test_a_better_grade_weighs_the_customers_open_orders_at_once_and_once(db: Db) -> None:
    order = await an_order(db)
    today = clock.today()
    assert await due(db, today) == []
    await put_customer(db, [PutCustomer("ALFKI", MASTER.but(grade="C"))])
    (said,) = await due(db, today)
    assert isinstance(said, OrderWeighed)
    assert (said.order_id, said.order_version, said.weighed) == (order.order_id, order.version, 1)
    assert said.priority < order.content.priority
    now = await known(db, order.order_id)
    assert (now.content.priority, now.version) == (said.priority, order.version)
    assert await due(db, today) == []


async def test_what_the_day_makes_more_urgent_is_said_and_what_it_leaves_is_not(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await an_order(db)
    tomorrow = clock.today() + timedelta(days=1)
    assert await due(db, clock.today()) == []
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    (said,) = await due(db, tomorrow)
    assert isinstance(said, OrderWeighed)
    assert said.priority == 2 * order.content.priority
    assert await due(db, tomorrow) == []


async def test_what_is_due_is_found_by_its_index(db: asyncpg.Connection) -> None:
    await db.execute("SET LOCAL enable_seqscan = off")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {TO_WEIGH}", clock.today()))
    assert "sales_order_weigh_on" in plan, plan

"""What is known of an order's milestones, as its events told it (NOT-3)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from chassis import clock
from contracts.delays import DelayEnded, DelayForecast
from services.notify.plan import store
from services.notify.plan.rules.known import Known
from services.notify.plan.work import plans_of
from services.notify.tests.samples import SOON, Order
from services.notify.tests.test_story import hear
from tests.needs import needs

pytestmark = needs("NOT-3")

LATER = date(2099, 2, 1)


async def known(db: asyncpg.Connection, order: Order) -> Known:
    return (await store.load(db, [order.id]))[order.id]


def forecast(order: Order, delay: int = 1, **more: Any) -> DelayForecast:
    told = {"because": "supply", "until": "2099-01-20", "forecast": LATER, **more}
    return DelayForecast.having({"order_id": order.id, "order_version": 1, "delay": delay, "promised": SOON, **told})


def ended(order: Order, delay: int = 1) -> DelayEnded:
    return DelayEnded.having(
        {"order_id": order.id, "order_version": 1, "delay": delay, "promised": SOON, "how": "recovered"}
    )


async def test_a_milestone_was_reached_when_its_stage_was(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.received(), *order.reviews(), order.confirmed(), order.reserved())
    told = await known(db, order)
    assert (told.state, told.stage, told.promised) == ("open", "reserved", SOON)
    assert told.reached == dict.fromkeys(("received", "reviewed", "confirmed", "reserved"), clock.today())


async def test_the_day_is_that_of_the_fact_where_its_event_names_it(db: asyncpg.Connection) -> None:
    """However late it is told; a moment is a day in the company's zone."""
    order = Order()
    await hear(db, *order.clean_story())
    came = (await known(db, order)).came
    assert (came["dispatched"], came["delivered"], came["invoiced"]) == (
        date(2026, 1, 1), date(2026, 1, 9), date(2026, 1, 1),
    )  # fmt: skip


async def test_what_lacked_is_bought_and_supplied(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.received(), order.confirmed(), order.short("P-1"), order.ordered())
    assert "supplied" not in (await known(db, order)).came
    await hear(db, order.goods_received().but(received_on=date(2026, 2, 3)))
    came = (await known(db, order)).came
    assert (came["bought"], came["supplied"]) == (clock.today(), date(2026, 2, 3))


async def test_while_it_is_forecast_to_be_late_the_days_of_the_forecast_are_known(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.received(), order.confirmed(), forecast(order))
    assert (await known(db, order)).forecast == {"supplied": date(2099, 1, 20), "delivered": LATER}
    await hear(db, ended(order))
    assert (await known(db, order)).forecast == {}


async def test_of_two_delays_the_newer_holds_in_whatever_order_they_are_heard(db: asyncpg.Connection) -> None:
    order, newer = Order(), LATER + timedelta(days=9)
    await hear(db, order.received(), ended(order), forecast(order, 2, forecast=newer, because="carriage"))
    await hear(db, forecast(order, 1))
    assert (await known(db, order)).forecast == {"delivered": newer}


async def test_an_order_of_which_only_a_purchase_was_heard_has_no_plan_yet(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.ordered())
    assert await plans_of(db, [order.id]) == {}


@pytest.mark.parametrize("orders", [1, 5])
async def test_the_plans_of_many_orders_take_three_statements(
    db: asyncpg.Connection, statements: Callable[[asyncpg.Connection], AbstractContextManager[list[str]]], orders: int
) -> None:
    many = [Order() for _ in range(orders)]
    await hear(db, *(order.received() for order in many))
    with statements(db) as told:
        assert len(await plans_of(db, [order.id for order in many])) == orders
    assert len(told) == 3

"""Orders are weighed again when their day comes nearer or their customer's grade changes (SAL-7)."""

from datetime import date, timedelta
from decimal import Decimal
from math import prod
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import clock
from chassis.handling import Answer, Db
from contracts.order import OrderLine, as_draft
from contracts.sales import OrderAccepted, OrderWeighed
from services.sales.changes.handlers import change
from services.sales.changes.rules import Change, Wanted
from services.sales.customers.handlers import put_customer, put_list_price
from services.sales.customers.rules.putting import PutCustomer
from services.sales.delivery.handlers import accept
from services.sales.masters.rules import ListPrice, PriceStep
from services.sales.order.rules.asked import OfShipment
from services.sales.order.rules.document import Order
from services.sales.order.rules.priority import (
    PRIORITY_MAX,
    next_weighed_on,
    priority_of,
    profit_of,
    weighed,
    weights_of,
)
from services.sales.order.store import TO_WEIGH, find_to_weigh
from services.sales.policy import Grade, Policy
from services.sales.tests.calling import Caller
from services.sales.tests.calling import an_order as an_order_asked
from services.sales.tests.story import DAY, POLICY, content, deliver, dispatch, money, reserve
from services.sales.tests.test_handlers import MASTER, a_place, confirm_all, hears, known, masters, places
from services.sales.weighing import handlers, store
from services.sales.weighing.rules import WEIGHTS, weights_told
from tests.figures import put as put_figures
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


FLOOR = {("P-1", "USD"): Decimal(7)}


@pytest.mark.parametrize(
    ("price", "discount", "share", "weight"),
    [(10, "0", "0.3", 2), (10, "0.2", "0.125", 1), (7, "0", "0", 1), (5, "0", "-0.4", 1)],
)
def test_an_order_that_earns_well_above_its_floors_counts_twice(
    price: int, discount: str, share: str, weight: int
) -> None:
    line = content(10).lines[0].but(unit_price=money(price))
    order = content(10).but(lines=(line,), discount=Decimal(discount), wanted=DAY + timedelta(days=60))
    assert profit_of(order, FLOOR) == Decimal(share)
    assert priority_of(order, "C", DAY, POLICY, {}, floors=FLOOR) == weight


def test_where_a_floor_is_not_known_profit_counts_as_in_any_order_and_says_so() -> None:
    order = content(10, 5)
    assert profit_of(order, FLOOR) is None
    assert priority_of(order, "A", DAY, POLICY, {}, floors=FLOOR) == priority_of(order, "A", DAY, POLICY, {})
    profit = next(one for one in weights_of(order, "A", DAY, POLICY, {}, floors=FLOOR) if one.of == "profit")
    assert (profit.weight, str(profit.why)) == (
        1,
        "what it earns is not known: the price list has no floor for all of it",
    )


def test_what_is_given_free_of_charge_lowers_what_an_order_earns() -> None:
    gift = content(10).lines[0].but(line=2, quantity=Decimal(10), unit_price=money(0), free=True)
    assert profit_of(content(10).but(lines=(content(10).lines[0], gift)), FLOOR) == Decimal("-0.4")


def test_a_draft_without_lines_or_prices_earns_nothing_that_is_known() -> None:
    assert profit_of(as_draft(content(10)).but(lines=()), FLOOR) is None
    unpriced = as_draft(content(10)).lines[0].but(unit_price=None)
    assert profit_of(as_draft(content(10)).but(lines=(unpriced,)), FLOOR) is None


@given(st.sampled_from(["A", "B", "C"]), st.integers(0, 400), st.integers(0, 10**9), st.integers(1, 10**6))
def test_the_weights_are_the_priority_and_no_department_is_told_more_than_it_can_keep(
    grade: Grade, days: int, price: int, floor: int
) -> None:
    heavy = POLICY.model_copy(update={"urgency_weights": {7: 1000}, "value_weights": {1: 1000}})
    line = content(10).lines[0].but(unit_price=money(price))
    order = content(10).but(lines=(line,), wanted=DAY + timedelta(days=days))
    about: Any = (order, grade, DAY, heavy, {}, 3, {("P-1", "USD"): Decimal(floor)})
    assert priority_of(*about) == min(prod(one.weight for one in weights_of(*about)), PRIORITY_MAX)


async def listed(db: Db, floor: int) -> None:
    steps = (PriceStep(quantity=Decimal(1), price=Decimal(10)),)
    await put_list_price(db, [ListPrice(item="P-1", currency="USD", steps=steps, floor=Decimal(floor))])


async def test_what_an_order_earns_is_weighed_at_intake_at_a_change_and_when_it_is_weighed_again(db: Db) -> None:
    plain = await an_order(db)
    await listed(db, 5)
    (earns,) = await places(db, a_place("2", wanted=clock.today() + timedelta(days=31)))
    assert earns.content.priority == 2 * plain.content.priority
    await confirm_all(db, [earns])
    line = OrderLine(line=1, item="P-1", quantity=Decimal(10), unit_price=money("5.5"))
    await change(db, [Change(earns.order_id, Wanted(lines=(line,)), "降价")])
    assert (await known(db, earns.order_id)).content.priority == plain.content.priority
    await put_customer(db, [PutCustomer("ALFKI", MASTER.but(grade="B"))])
    await put_customer(db, [PutCustomer("ALFKI", MASTER)])
    said = {event.order_id: event.priority for event in await due(db, clock.today()) if isinstance(event, OrderWeighed)}
    assert said == {plain.order_id: 2 * plain.content.priority}


@needs("ALL-3")
async def test_the_people_of_sales_see_why_an_order_has_its_priority_and_its_customer_does_not(call: Caller) -> None:
    steps = {"steps": [{"quantity": "1", "price": "10"}], "floor": "5"}
    assert (await call("PUT", "/items/P-1/prices/USD", steps, role="sales manager")).status_code == 200
    placed = (await call("POST", "/orders", an_order_asked("1"))).json()
    path = f"/orders/{placed['order_id']}/priority"
    told = (await call("GET", path)).json()
    assert told["priority"] == told["now"]
    (profit,) = [one for one in told["weights"] if one["of"] == "profit"]
    assert profit == {
        "of": "profit", "weight": 2, "why": "50.0 % of its price lies above the floors of the price list"
    }  # fmt: skip
    assert (await call("GET", path, who="ALFKI", role="customer")).status_code == 403


async def rounds(db: Db) -> int:
    """How many steps it takes until nobody is to be weighed again for a change."""
    steps = 0
    while told := await handlers.find_rounds(db, clock.now()):
        await handlers.go_round(db, [weights for _, weights in told])
        steps += 1
    return steps


async def weighed_again(db: Db) -> dict[UUID, int]:
    """The new priority of each order of which one is said."""
    await rounds(db)
    return {one.order_id: one.priority for one in await due(db, clock.today()) if isinstance(one, OrderWeighed)}


async def test_other_weights_weigh_all_open_orders_again_from_the_day_on_which_they_hold(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await an_order(db)
    assert await weighed_again(db) == {}, "by which weights orders were weighed is known now"
    tomorrow = clock.today() + timedelta(days=1)
    await put_figures(db, Policy, tomorrow, grade_weights={"A": 30, "B": 2, "C": 1})
    assert await weighed_again(db) == {}
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    said = await weighed_again(db)
    assert said.keys() == {order.order_id}
    assert (await known(db, order.order_id)).content.priority == said[order.order_id] > order.content.priority
    assert await weighed_again(db) == {}
    await put_figures(db, Policy, risk_abroad=1)
    assert await rounds(db) == 0, "by that no order is weighed"


async def test_another_floor_weighs_the_open_orders_with_the_item_in_its_currency_again(db: Db) -> None:
    order = await an_order(db)
    await rounds(db)
    await listed(db, 5)
    assert await weighed_again(db) == {order.order_id: 2 * order.content.priority}
    await listed(db, 5)
    assert await rounds(db) == 0, "the floor is what it was"
    steps = (PriceStep(quantity=Decimal(1), price=Decimal(10)),)
    await put_list_price(db, [ListPrice(item="P-1", currency="EUR", steps=steps, floor=Decimal(9))])
    await rounds(db)
    assert await find_to_weigh(db, clock.today()) == []


async def takes_in_whole(db: Db, order: Order) -> None:
    """All of a confirmed order leaves, arrives and is accepted."""
    shipment = uuid4()
    for event in (reserve(order, shipment, 10), dispatch(order, shipment, 10), deliver(order, shipment, 10)):
        await hears(db, event)
    (answer,) = await accept(db, [OfShipment(order.order_id, shipment)])
    assert isinstance(answer, Answer), answer
    await handlers.count_taken(db, [one for one in answer.events if isinstance(one, OrderAccepted)])


async def test_who_took_an_order_in_whole_has_his_other_open_orders_weighed_again_once(db: asyncpg.Connection) -> None:
    await masters(db)
    day = clock.today() + timedelta(days=31)
    taken, more, still = await places(db, *(a_place(po, wanted=day) for po in ("1", "2", "3")))
    await confirm_all(db, [taken, more, still])
    await rounds(db)
    for order, expected in ((taken, {taken.order_id, more.order_id, still.order_id}), (more, set[UUID]())):
        await takes_in_whole(db, await known(db, order.order_id))
        said = await weighed_again(db)
        assert said.keys() == expected
        assert all(priority == 2 * still.content.priority for priority in said.values())


async def test_a_round_looks_at_some_orders_at_a_time_and_one_told_meanwhile_begins_anew(
    db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    await masters(db)
    day = clock.today() + timedelta(days=31)
    orders = await places(db, *(a_place(str(number), wanted=day) for number in range(5)))
    await confirm_all(db, list(orders))
    await rounds(db)
    monkeypatch.setattr(store, "ROUND_ROWS_MAX", 2)
    await store.of_floors(db, [("P-1", "USD")])
    first = await store.go_on(db)
    assert first == sorted(order.order_id for order in orders)[:2]
    await store.of_floors(db, [("P-1", "USD"), ("P-2", "USD")])
    again = [await store.go_on(db) for _ in range(3)]
    assert sorted(one for batch in again for one in batch) == sorted(order.order_id for order in orders)
    assert await store.go_on(db) == []
    assert not await store.to_go_on(db, weights_told(POLICY))


async def test_the_next_orders_of_a_round_are_found_by_their_index(db: asyncpg.Connection) -> None:
    await db.execute("SET LOCAL enable_seqscan = off")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {store.NEXT}", 500))
    assert "sales_order_phase" in plan or "sales_order_pkey" in plan, plan


def test_every_weight_of_the_policy_is_one_by_which_orders_are_weighed_again() -> None:
    said = {name for name, field in Policy.model_fields.items() if (field.description or "").startswith("SAL-7")}
    assert said == set(WEIGHTS)
    assert weights_told(POLICY) == weights_told(POLICY.model_copy(update={"risk_abroad": 1}))

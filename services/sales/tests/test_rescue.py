"""A wish to cancel opens a rescue, where the company says so, before it takes effect (SAL-24)."""

from datetime import timedelta
from typing import Literal
from uuid import uuid4

import asyncpg

from chassis import clock
from chassis.handling import Answer, Step
from contracts.sales import OrderCancelled
from services.sales.changes import handlers as changes
from services.sales.changes.rules import Cancel, OrderIsOver
from services.sales.order.rules.document import Order
from services.sales.order.rules.life import follow
from services.sales.order.rules.stage import waiting_of
from services.sales.order.store import find_with_merchandiser
from services.sales.policy import Policy
from services.sales.rescue import handlers
from services.sales.rescue.rules import BeingRescued, EndRescue, NobodyToRescue, end, kept, wish
from services.sales.rescue.store import COUNTED
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import DAY, NOON, POLICY, after, confirmed, received, reserve, reviews, topics
from services.sales.tests.test_handlers import a_place, confirm_all, known, masters, places
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("SAL-24")
TOO_DEAR = Cancel(uuid4(), "太贵", by="ALFKI")


def wished(order: Order) -> Order:
    step = wish(order, TOO_DEAR, DAY)
    assert isinstance(step, Step)
    assert step.events == ()
    return step.document


def ended(order: Order, result: Literal["kept", "cancelled"]) -> Step[Order, OrderCancelled]:
    step = end(order, EndRescue(order.order_id, "打九折", result, DAY, "wang.fang"))
    assert isinstance(step, Step)
    return step


def test_an_order_waits_for_its_merchandiser_while_its_customer_wishes_to_cancel() -> None:
    order = wished(confirmed(10))
    assert (order.status, order.rescue and (order.rescue.reason, order.rescue.wished_on)) == (
        "confirmed", ("太贵", DAY)
    )  # fmt: skip
    waiting = waiting_of(order, None, NOON)
    assert waiting
    assert (waiting.owner, waiting.what) == (order.content.merchandiser, "rescue")
    assert str(waiting.reason) == "the customer wishes to cancel: 太贵"


def test_nothing_leaves_by_itself_while_the_customer_wishes_to_cancel_and_all_does_once_he_is_kept() -> None:
    order, shipment = wished(confirmed(10)), uuid4()
    reserved = after(order, reserve(order, shipment, 10))
    assert topics(reserved.events) == []
    stays = ended(reserved.document, "kept")
    assert topics(follow(stays.document, None, POLICY, DAY).events) == ["order.released"]
    assert stays.document.rescue
    assert (stays.document.rescue.offered, stays.document.rescue.ended_by) == ("打九折", "wang.fang")


def test_nothing_is_confirmed_by_itself_while_the_customer_wishes_to_cancel() -> None:
    order = wished(received(10))
    reviewed = after(order, *reviews(order))
    assert topics(reviewed.events) == []
    assert topics(follow(ended(reviewed.document, "kept").document, None, POLICY, DAY).events) == ["order.confirmed"]


def test_who_is_not_kept_has_his_order_cancelled_for_his_own_reason() -> None:
    step = ended(wished(confirmed(10)), "cancelled")
    (event,) = step.events
    assert (event.reason, step.document.status, step.document.being_rescued) == ("太贵", "cancelled", None)
    assert step.document.rescue
    assert step.document.rescue.result == "cancelled"


def test_a_wish_is_taken_once_and_ended_once() -> None:
    order = wished(confirmed(10))
    assert isinstance(wish(order, TOO_DEAR, DAY), BeingRescued)
    over = ended(order, "kept").document
    assert isinstance(end(over, EndRescue(over.order_id, "", "kept", DAY, "wang.fang")), NobodyToRescue)
    assert isinstance(wish(over, TOO_DEAR, DAY), Step)


def test_what_cannot_be_cancelled_needs_no_rescue() -> None:
    over = ended(wished(confirmed(10)), "cancelled").document
    assert isinstance(wish(over, TOO_DEAR, DAY), OrderIsOver)


def test_who_chooses_an_alternative_is_kept() -> None:
    """SAL-10."""
    order = kept(wished(confirmed(10)), DAY, "ALFKI")
    assert order.rescue
    assert (order.rescue.result, order.rescue.ended_by) == ("kept", "ALFKI")
    assert kept(confirmed(10), DAY, "ALFKI").rescue is None


@needs("ALL-10")
async def test_by_the_switch_a_cancel_opens_a_rescue_that_waits_in_the_list_of_its_merchandiser(
    db: asyncpg.Connection,
) -> None:
    await masters(db)
    orders = await places(db, a_place("1"), a_place("2"))
    await confirm_all(db, orders)
    one, other = [order.order_id for order in orders]
    (at_once,) = await changes.cancel(db, [Cancel(one, "太贵")])
    assert isinstance(at_once, Answer)
    assert "order.cancelled" in [event.topic for event in at_once.events]
    await put_figures(db, Policy, cancel="by_hand")
    (opened,) = await changes.cancel(db, [Cancel(other, "太贵")])
    assert isinstance(opened, Answer)
    assert (opened.events, (await known(db, other)).status) == ((), "confirmed")
    assert [order.order_id for order in await find_with_merchandiser(db, None, 9)] == [other]
    (done,) = await handlers.end(db, [EndRescue(other, "打九折", "kept", clock.today(), "wang.fang")])
    assert isinstance(done, Answer)
    assert await find_with_merchandiser(db, None, 9) == ()


async def a_wish(call: Caller, po: str, customer: str, cause: str | None = None) -> str:
    placed = (await call("POST", "/orders", an_order(po, customer=customer))).json()
    wished = {"reason": "太贵", **({"cause": cause} if cause else {})}
    asked = await call("POST", f"/orders/{placed['order_id']}/cancel", wished)
    assert asked.status_code == 200, asked.text
    return str(placed["order_id"])


async def counted(call: Caller, query: str = "", **by: str) -> dict[str, list[tuple[str, int, int, int]]]:
    answer = await call("GET", f"/cancels?{query}", **by)
    assert answer.status_code == 200, answer.text
    return {
        one["customer"]: [(each["cause"], each["wished"], each["kept"], each["cancelled"]) for each in one["causes"]]
        for one in answer.json()["items"]
    }


async def test_wishes_to_cancel_are_counted_by_customer_and_cause_in_a_period(call: Caller) -> None:
    await call("PUT", "/customers/BONAP", CUSTOMER)
    for nth, cause in enumerate(("price", "price", None)):
        await a_wish(call, str(nth), "ALFKI", cause)
    await a_wish(call, "9", "BONAP", "date")
    assert await counted(call) == {"ALFKI": [("price", 2, 0, 2), ("other", 1, 0, 1)], "BONAP": [("date", 1, 0, 1)]}
    assert await counted(call, "cause=date") == {"BONAP": [("date", 1, 0, 1)]}
    assert list(await counted(call, "customer=ALFKI")) == list(await counted(call, "limit=1")) == ["ALFKI"]
    assert list(await counted(call, "after=ALFKI")) == ["BONAP"]
    before = clock.today() - timedelta(days=1)
    assert await counted(call, f"until={before}") == {}
    refused = await call("GET", f"/cancels?since={clock.today()}&until={before}")
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "until")
    assert (await call("GET", "/cancels?cause=whim")).status_code == 422
    assert (await call("GET", "/cancels", who="ALFKI", role="customer")).status_code == 403
    assert (await call("GET", "/cancels", role="storekeeper")).status_code == 403


async def test_each_wish_of_an_order_is_kept_with_what_came_of_it(call: Caller) -> None:
    async with call.pool.acquire() as db:
        await put_figures(db, Policy, cancel="by_hand")
    order_id = await a_wish(call, "4711", "ALFKI", "price")
    assert await counted(call) == {"ALFKI": [("price", 1, 0, 0)]}
    word = {"offered": "打九折", "result": "kept", "cause": "date"}
    assert (await call("POST", f"/orders/{order_id}/end-rescue", word)).status_code == 200
    assert (await call("POST", f"/orders/{order_id}/cancel", {"reason": "还是不要了"})).status_code == 200
    assert (await call("POST", f"/orders/{order_id}/end-rescue", word | {"result": "cancelled"})).status_code == 200
    told = (await call("GET", f"/orders/{order_id}/cancel-wishes")).json()["items"]
    assert [(one["cause"], one["reason"], one["result"], one["offered"]) for one in told] == [
        ("date", "太贵", "kept", "打九折"),
        ("date", "还是不要了", "cancelled", "打九折"),
    ]
    assert await counted(call) == {"ALFKI": [("date", 2, 1, 1)]}
    assert (await call("POST", f"/orders/{order_id}/cancel", {"reason": "又"})).status_code == 409
    assert await counted(call) == {"ALFKI": [("date", 2, 1, 1)]}


@needs("ALL-3")
async def test_another_merchandisers_wishes_are_not_counted_for_him(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", {**CUSTOMER, "merchandiser": "li.na"})
    order_id = await a_wish(call, "4711", "ALFKI")
    async with call.pool.acquire() as db:
        await put_figures(db, Policy, own_customers_only=True)
    assert await counted(call) == {}
    assert list(await counted(call, who="li.na")) == ["ALFKI"]
    assert (await call("GET", f"/orders/{order_id}/cancel-wishes")).status_code == 404


MANY = """
INSERT INTO cancel_wish (order_id, nth, customer, wished_on, cause, reason, recorded_by, result, offered, ended_on)
SELECT gen_random_uuid(), 1, 'C-' || n % 50, date '2026-03-02' + n / 10, 'other', '', '', 'open', '', NULL
FROM generate_series(0, 9999) n
"""


async def test_the_counts_of_a_period_read_that_period_alone(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    await db.execute("ANALYZE cancel_wish")
    told = (DAY, DAY + timedelta(days=10), "", None, None, 100)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {COUNTED}", *told))
    assert "cancel_wish_of_period" in plan, plan

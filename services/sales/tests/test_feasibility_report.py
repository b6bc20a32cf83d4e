"""What the four departments say of an order is one paper (SAL-5, SAL-6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.sales.order import store as book
from services.sales.review.handlers import record_review
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import reviews
from services.sales.tests.test_papers import confirmed_by, words
from tests.needs import needs

pytestmark = needs("SAL-5", "SAL-6")


async def listed(call: Caller, order_id: str, **by: str) -> list[Any]:
    items = (await call("GET", f"/papers?order={order_id}", **by)).json()["items"]
    return [one for one in items if one["kind"] == "feasibility_report"]


async def text_of(call: Caller, number: str, reads: str = "en") -> str:
    return words((await call("GET", f"/papers/feasibility_report/{number}.pdf", reads=reads)).content)


async def test_it_tells_each_verdict_with_its_reasons_the_risk_and_the_day(call: Caller) -> None:
    order_id = await confirmed_by(call)
    order = (await call("GET", f"/orders/{order_id}")).json()
    told = await text_of(call, order["number"])
    for part in (
        *("Feasibility report", "Warehouse: stock yes", "Purchasing: material and production yes"),
        *("Logistics: route and time yes", "Finance: credit yes", "Likelihood × impact", order["promised"], "Chai"),
    ):
        assert part in told
    assert "可行性报告" in await text_of(call, order["number"], reads="zh-CN")


async def test_until_all_four_have_judged_it_waits_and_no_customer_sees_it(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER)
    placed = (await call("POST", "/orders", an_order("4712"))).json()
    (waits,) = await listed(call, placed["order_id"])
    assert waits["waits_for"] == "it is issued when all four departments have judged the order"
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(placed["order_id"]))
        assert order
        for each in reviews(order)[:3]:
            await record_review(db, [each])
    assert (await listed(call, placed["order_id"]))[0]["waits_for"]
    answer = await call("GET", f"/papers/feasibility_report/{placed['number']}")
    assert answer.json()["type"] == "/problems/paper-waits"
    assert await listed(call, placed["order_id"], who="ALFKI", role="customer") == []
    his = await call("GET", f"/papers/feasibility_report/{placed['number']}", who="ALFKI", role="customer")
    assert his.status_code == 403


async def test_it_stays_as_it_was_issued_and_waits_while_a_change_is_judged_anew(call: Caller) -> None:
    order_id = await confirmed_by(call)
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    path = f"/papers/feasibility_report/{number}"
    first = (await call("GET", path)).json()
    assert (await call("GET", path)).json()["version"] == first["version"] == 1
    assert [one["department"] for one in first["data"]["judged"]] == ["warehouse", "purchasing", "logistics", "finance"]
    line = an_order("4711")["lines"][0] | {"quantity": "12"}
    changed = await call("POST", f"/orders/{order_id}/change", {"reason": "加量", "lines": [line]})
    assert changed.status_code == 200
    assert (await listed(call, order_id))[0]["waits_for"], "the change is not judged yet"

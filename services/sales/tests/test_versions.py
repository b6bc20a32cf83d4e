"""Versions of an order are kept and stand side by side (SAL-9)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis import clock
from contracts.sales import OrderChanged, OrderConfirmed
from services.sales.order import store as book
from services.sales.tests.calling import Caller, an_order
from services.sales.tests.story import content, order_line
from services.sales.tests.test_papers import confirmed_by
from services.sales.versions.handlers import keep_version
from services.sales.versions.rules import beside
from tests.needs import needs

pytestmark = needs("SAL-9")
LINE: dict[str, Any] = an_order("1")["lines"][0]


async def heard_itself(call: Caller, order_id: str, reason: str = "") -> None:
    """Sales hears what it said of the order now."""
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(order_id))
        assert order
        said = OrderChanged if reason else OrderConfirmed
        event = said(order_id=order.order_id, version=order.version, content=order.binding, reason=reason)
        await keep_version(db, [event, event])


def test_a_line_that_is_new_and_one_that_is_dropped_stand_beside_nothing() -> None:
    was, now = content(10, 5), content(12)
    told = {str(row.what): (str(row.before), str(row.after)) for row in beside(was, now) if row.differs}
    assert told == {
        "Line 1": ("10 of P-1 at 10 USD", "12 of P-1 at 10 USD"),
        "Line 2": ("5 of P-2 at 10 USD", "nothing"),
    }
    assert not [row for row in beside(was, was) if row.differs]
    assert [str(row.before) for row in beside(now, now.but(lines=(order_line(1, 12), order_line(3, 1))))][
        -1
    ] == "nothing"


async def test_the_last_two_versions_stand_side_by_side_and_any_two_that_are_asked_for(call: Caller) -> None:
    order_id = await confirmed_by(call)
    assert (await call("GET", f"/orders/{order_id}/versions")).json()["items"] == []
    await heard_itself(call, order_id)
    alone = (await call("GET", f"/orders/{order_id}/versions")).json()
    assert alone["before"] == alone["after"]
    day = (clock.today() + timedelta(days=40)).isoformat()
    for body in ({"lines": [LINE | {"quantity": "12"}], "reason": "多要两件"}, {"wanted": day, "reason": "改期"}):
        assert (await call("POST", f"/orders/{order_id}/change", body)).status_code == 200
        await heard_itself(call, order_id, str(body["reason"]))
    told = (await call("GET", f"/orders/{order_id}/versions", reads="zh")).json()
    first, second, third = (one["version"] for one in told["items"])
    assert [one["reason"] for one in told["items"]] == ["", "多要两件", "改期"]
    assert (told["before"], told["after"]) == (second, third)
    assert [(row["what"], row["after"]) for row in told["beside"] if row["differs"]] == [("要求交期", day)]
    whole = (await call("GET", f"/orders/{order_id}/versions?before={first}&after={third}")).json()
    assert [row["what"] for row in whole["beside"] if row["differs"]] == ["Wanted date", "Line 1"]


async def test_a_version_that_there_is_not_is_not_found_and_another_customer_finds_none(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await heard_itself(call, order_id)
    assert (await call("GET", f"/orders/{order_id}/versions?before=99")).status_code == 404
    theirs = {"who": "ALFKI", "role": "customer"}
    assert (await call("GET", f"/orders/{order_id}/versions", **theirs)).status_code == 200
    assert (await call("GET", f"/orders/{order_id}/versions", **(theirs | {"who": "OTHER"}))).status_code == 404


async def test_a_version_that_no_person_asked_for_says_why_in_the_readers_words(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await heard_itself(call, order_id, "reviewed_anew")
    path = f"/orders/{order_id}/versions"
    told = [(await call("GET", path, reads=language)).json()["items"][-1]["reason"] for language in ("en", "zh")]
    assert told == ["a new promised date after its review", "评审后重新承诺交期"]
    changed = {"version": 3, "reason": "dispatched_first"}
    sentence = OrderChanged.summary
    assert sentence.told(changed) == "order changed to version 3 to what really left"
    assert sentence.told(changed, "zh") == "订单已变更为第 3 版，以实际发货为准"

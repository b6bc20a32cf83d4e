"""Customers ask first and order by the quotation; merchandisers quote, the sales manager signs."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.chance import Chance
from world.customers import Customers
from world.habits import Habits
from world.quoting import Quoting
from world.tests.chances import Always, Never, Still
from world.tests.counters import Counters
from world.tests.test_people import HOME, arrival

pytestmark = pytest.mark.needs("SAL-1", "SAL-25")
TODAY = date(2026, 3, 10)
WHOLE = {"currency": "EUR", "wanted": "2026-05-01"}
LISTED = {"steps": [{"quantity": "1", "price": "2.50"}], "floor": "2.40"}


async def test_who_asks_first_orders_by_the_quotation_that_answers() -> None:
    counters = Counters(lambda *_: (200, {"order_id": "o1", "number": "SO-1", "customer_po": "A"}))
    async with counters.api() as api:
        customers = Customers(api.acting_as("x", "salesperson"), Always(1), [arrival(TODAY, "A", **WHOLE)])
        await customers.act(date(2026, 3, 6))
        await customers.act(TODAY)
        inquiry = {"state": "quoted", "reference": "A", "quotations": [{"number": "QU-1"}, {"number": "QU-2"}]}
        counters.shown["sales/inquiries"] = [inquiry]
        await customers.act(TODAY)
    asked, ordered = counters.asked[:2]
    assert (asked.path, asked.key, asked.body["reference"]) == ("/inquiries", "inquire:A", "A")
    assert asked.body["lines"] == [{"line": 1, "item": "X", "quantity": "5"}]
    assert (ordered.key, ordered.body["quotation"], ordered.body["deliver_to"]) == ("orders:A", "QU-2", HOME)
    assert ordered.body["lines"] == asked.body["lines"]


async def test_who_gets_no_quotation_orders_as_he_would_have() -> None:
    counters = Counters(lambda *_: (200, {"order_id": "o1", "number": "SO-1", "customer_po": "A"}))
    async with counters.api() as api:
        customers = Customers(api.acting_as("x", "salesperson"), Always(1), [arrival(TODAY, "A", **WHOLE)])
        for day in (10, 15, 16):
            await customers.act(date(2026, 3, day))
    assert [one.key for one in counters.asked[:2]] == ["inquire:A", "orders:A"]
    assert "quotation" not in counters.asked[1].body


@pytest.mark.parametrize(("chance", "lacking"), [(Never(1), {}), (Always(1), {"wanted": None})])
async def test_others_order_at_once(chance: Chance, lacking: dict[str, Any]) -> None:
    counters = Counters(lambda *_: (200, {"order_id": "o1", "number": "SO-1", "customer_po": "A"}))
    async with counters.api() as api:
        customers = Customers(api.acting_as("x", "salesperson"), chance, [arrival(TODAY, "A", **WHOLE | lacking)])
        await customers.act(TODAY)
    assert counters.keys[0] == "orders:A"


def inquiry(state: str, quantity: str = "5", reason: str = "") -> dict[str, Any]:
    about = {"inquiry_id": "i1", "number": "IN-1", "customer": "K", "reference": "A", "merchandiser": "lin.xia"}
    line = {"line": 1, "item": "X", "quantity": quantity}
    return {**about, "state": state, "reason": reason, "lines": [line], "quotations": []}


async def answered(shown: dict[str, Any], chance: Chance, **more: Any) -> Counters:
    counters = Counters(shown={"sales/inquiries": [shown], "sales/customers/K": {"currency": "EUR"}, **more})
    async with counters.api() as api:
        usual = Habits.of([arrival(TODAY, "A")])
        await Quoting(Cast(api, {"sales manager": "zhou.ting"}), chance, usual).act(TODAY)
    return counters


def prices(counters: Counters) -> list[tuple[str, str | None]]:
    (body,) = counters.bodies("sales")
    assert (body["currency"], body["valid_until"]) == ("EUR", "2026-03-31")
    return [(line["quantity"], (line.get("unit_price") or {}).get("amount")) for line in body["lines"]]


@pytest.mark.parametrize(
    ("chance", "reason", "quoted"),
    [
        (Never(1), "", [("1", None), ("5", None)]),
        (Always(1), "", [("1", None), ("5", "2.20")]),
        (Always(1), "too low", [("1", None), ("5", None)]),
    ],
)
async def test_what_is_listed_is_quoted_by_the_list_or_below_it(chance: Chance, reason: str, quoted: list[Any]) -> None:
    shown = {"sales/items/X/prices/EUR": LISTED}
    counters = await answered(inquiry("open", reason=reason), chance, **shown)
    assert prices(counters) == quoted
    assert (counters.paths, counters.asked[0].person) == (["/inquiries/i1/quote"], "lin.xia:merchandiser")


@pytest.mark.parametrize(("chance", "act"), [(Still(1), "approve"), (Never(1), "send-back")])
async def test_the_sales_manager_signs_below_the_floor_or_sends_it_back(chance: Chance, act: str) -> None:
    (asked,) = (await answered(inquiry("to_approve"), chance)).asked
    assert (asked.path, asked.person) == (f"/inquiries/i1/{act}", "zhou.ting:sales manager")


@pytest.mark.parametrize("state", ["quoted", "ordered", "declined", "expired"])
async def test_an_inquiry_that_is_answered_is_left_alone(state: str) -> None:
    assert (await answered(inquiry(state), Always(1))).asked == []

"""Customers and staff act on what sales shows."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from world.arrival import Arrival
from world.cast import Cast
from world.client import Api
from world.collecting import Collecting
from world.customers import Customers
from world.leftovers import Leftovers
from world.minds import Minds
from world.staff import Staff, without
from world.tests.chances import Always, ChangesLater, Still
from world.tests.counters import Counters

TODAY = date(2026, 3, 10)
EUR = {"amount": "2.50", "currency": "EUR"}
HOME = {"street": "Allee 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}


def arrival(on: date, po: str, **body: Any) -> Arrival:
    lines = [{"line": 1, "item": "X", "quantity": "5", "unit_price": EUR}]
    return Arrival(on, f"orders:{po}", {"customer": "K", "customer_po": po, "lines": lines, "deliver_to": HOME, **body})


@pytest.fixture
def counters() -> Counters:
    return Counters(
        lambda _path, body: (200, {"order_id": "o1", "number": "SO-1", "customer_po": body.get("customer_po")})
    )


@pytest.fixture
async def api(counters: Counters) -> AsyncIterator[Api]:
    async with counters.api() as api:
        yield api


async def test_orders_are_sent_on_their_day_and_once(counters: Counters, api: Api) -> None:
    schedule = [arrival(date(2026, 3, 11), "B"), arrival(TODAY, "A")]
    customers = Customers(api.acting_as("x", "salesperson"), Still(1), schedule)
    for _ in range(2):
        await customers.act(TODAY)
    assert counters.keys == ["orders:A"]


async def test_orders_wait_while_sales_is_away_and_are_dropped_when_it_refuses(
    counters: Counters, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    customers = Customers(api.acting_as("x", "salesperson"), Still(1), [arrival(TODAY, "A"), arrival(TODAY, "B")])
    counters.answering = lambda _path, body: (503 if body["customer_po"] == "A" else 422, {"type": "/problems/x"})
    await customers.act(TODAY)
    await customers.act(TODAY)
    assert counters.keys == ["orders:A", "orders:B", "orders:A"]
    assert "sales refused orders:B" in caplog.text


def order(**but: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "order_id": "o1", "number": "SO-1", "version": 2, "customer": "K", "customer_po": "A",
        "merchandiser": "lin.xia", "received_on": "2026-03-10", "missing": [], "stage": "confirmed",
        "shipments": [], "waiting_for": None,
        "content": {"currency": "EUR", "lines": [{"line": 1, "item": "X", "quantity": "5", "unit_price": EUR}]},
    }  # fmt: skip
    return {**known, **but}


async def test_a_question_is_answered_with_what_the_customer_usually_wants(counters: Counters, api: Api) -> None:
    lacking = {"currency": "EUR", "lines": [{"line": 1, "item": "X", "quantity": None, "unit_price": None}]}
    missing = ["lines.0.quantity", "lines.0.unit_price", "deliver_to", "wanted"]
    counters.shown["sales/orders?incomplete"] = [order(missing=missing, content=lacking)]
    await Customers(api.acting_as("x", "salesperson"), Still(1), [arrival(date(2027, 1, 1), "Z")]).act(TODAY)
    assert counters.bodies("sales") == [
        {
            "deliver_to": HOME,
            "wanted": "2026-04-09",
            "lines": [{"line": 1, "item": "X", "quantity": "10", "unit_price": EUR}],
        }
    ]


async def test_deliveries_are_accepted_in_a_batch(counters: Counters, api: Api) -> None:
    waiting = {"order_id": "o1", "shipment_id": "s1", "number": "SO-1", "slip_number": "SS-1"}
    counters.shown["sales/shipments?delivered"] = [
        {**waiting, "delivered_at": "2026-03-10T03:00:00Z"},
        {**waiting, "delivered_at": "2026-03-11T03:00:00Z"},
    ]
    await Customers(api.acting_as("x", "salesperson"), Still(1), []).act(TODAY)
    assert [(one.path, one.body) for one in counters.asked] == [
        ("/acceptances/batch", {"order_id": "o1", "shipment_id": "s1"})
    ]


async def test_the_money_of_a_delivery_is_asked_for_once_and_not_at_once(counters: Counters, api: Api) -> None:
    shipments = [
        {"shipment_id": "s1", "slip_number": "SS-1", "delivered_at": "2026-03-01T03:00:00Z"},
        {"shipment_id": "s2", "slip_number": "SS-2", "delivered_at": None},
    ]
    counters.shown["sales/orders?accepted"] = [order(stage="accepted") | {"shipments": shipments}]
    collecting = Collecting(Cast(api, {}), Still(1))
    await collecting.act(date(2026, 3, 2))
    assert counters.asked == []
    for day in (10, 11):
        await collecting.act(date(2026, 3, day))
    assert [(one.path, one.body["asked_on"]) for one in counters.asked] == [("/orders/o1/chases", "2026-03-10")]


async def test_a_customer_who_changes_his_mind_wants_another_quantity(counters: Counters, api: Api) -> None:
    minds = Minds(api.acting_as("x", "salesperson"), ChangesLater(1))
    minds.consider(order(), TODAY)
    counters.shown["sales/orders/o1"] = order(stage="in_review")
    await minds.act(date(2026, 3, 11))
    assert counters.asked == []
    counters.shown["sales/orders/o1"] = order()
    await minds.act(date(2026, 3, 13))
    assert counters.paths == ["/orders/o1/change"]
    assert counters.bodies("sales")[0]["lines"][0]["quantity"] == "8"


async def test_a_customer_who_cancels_says_why(counters: Counters, api: Api) -> None:
    minds = Minds(api.acting_as("x", "salesperson"), Always(1))
    minds.consider(order(), TODAY)
    await minds.act(date(2026, 3, 11))
    assert (counters.paths, counters.keys) == (["/orders/o1/cancel"], ["cancel:A"])


async def test_a_price_is_signed_by_whose_turn_it_is(counters: Counters, api: Api) -> None:
    change = {"purchase_id": "p1", "request": 2, "supplier": "S", "item": "X"}
    counters.shown["finance/price-changes?awaited"] = [
        {**change, "next_step": "finance manager"},
        {**change, "next_step": "general manager"},
    ]
    await Staff(Cast(api, {"finance manager": "han.xue"}), Still(1)).act(TODAY)
    assert [(one.person, one.body) for one in counters.asked] == [
        ("han.xue:finance manager", {"request": 2, "approve": True}),
        ("world.general-manager:general manager", {"request": 2, "approve": True}),
    ]


@pytest.mark.needs("SAL-6")
async def test_a_high_risk_is_signed_by_its_manager_or_the_order_is_rejected(
    counters: Counters, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    risk = {
        "grade": "critical", "signer": "general manager", "signature": None,
        "factors": [{"kind": "credit", "likelihood": 5, "impact": 4, "why": "no"}],
    }  # fmt: skip
    low = order(order_id="o2", risk={**risk, "grade": "low", "signer": ""})
    counters.shown["sales/orders?reviewed"] = [order(risk=risk), low, order(order_id="o3", risk=None)]
    await Staff(Cast(api, {}), Still(1)).act(TODAY)
    assert [(one.path, one.person) for one in counters.asked] == [
        ("/orders/o1/sign-risk", "world.general-manager:general manager")
    ]
    monkeypatch.setattr("world.staff.TAKES_RISK", 0.0)
    await Staff(Cast(api, {}), Still(1)).act(TODAY)
    assert counters.bodies("sales")[-1] == {"reasons": [{"code": "too_risky", "text": "critical risk"}]}


def reviewed(**no: list[str]) -> dict[str, Any]:
    lacks = [{"item": "X", "quantity": "5", "reason": "discontinued"}]
    reviews: dict[str, Any] = {
        "finance": {"verdict": "yes"},
        "purchasing": {"verdict": "yes", "impossible": []},
        "warehouse": {"verdict": "yes", "lacks": lacks},
    }
    for name, impossible in no.items():
        reviews[name] = {**reviews[name], "verdict": "no", "impossible": impossible}
    return reviews


async def decided(counters: Counters, api: Api, shown: dict[str, Any]) -> None:
    counters.shown["sales/orders?infeasible"] = [shown]
    await Staff(Cast(api, {}), Still(1)).act(TODAY)


@pytest.fixture
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("world.staff.DOES_WITHOUT", 1.0)


async def test_who_does_not_do_without_waits_for_what_nobody_sells(
    counters: Counters, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("world.staff.DOES_WITHOUT", 0.0)
    counters.shown["purchasing/needs"] = [{"order_id": "o1", "item": "X", "quantity": "5", "reason": "discontinued"}]
    counters.shown["sales/orders/o1"] = order(stage="short")
    await decided(counters, api, order(reviews=reviewed(purchasing=["X"])))
    assert counters.paths == []


@pytest.mark.usefixtures("nobody_waits")
async def test_an_order_is_reduced_to_what_can_be_had(counters: Counters, api: Api) -> None:
    lines = [{"line": 1, "item": "X", "quantity": "5"}, {"line": 2, "item": "Y", "quantity": "1"}]
    content = {"currency": "EUR", "lines": lines}
    await decided(counters, api, order(reviews=reviewed(purchasing=["X"]), content=content))
    assert (counters.paths, counters.bodies("sales")) == (["/orders/o1/clarify"], [{"lines": lines[1:]}])
    assert counters.asked[0].person == "lin.xia:merchandiser"


@pytest.mark.usefixtures("nobody_waits")
async def test_an_order_of_which_nothing_can_be_had_is_rejected(counters: Counters, api: Api) -> None:
    await decided(counters, api, order(reviews=reviewed(purchasing=["X"])))
    assert counters.bodies("sales") == [{"reasons": [{"code": "not_feasible", "text": "no from purchasing"}]}]


@pytest.mark.usefixtures("nobody_waits")
async def test_a_confirmed_order_does_without_what_nobody_sells(counters: Counters, api: Api) -> None:
    counters.shown["purchasing/needs"] = [{"order_id": "o1", "item": "X", "quantity": "2", "reason": "discontinued"}]
    counters.shown["sales/orders/o1"] = order(stage="short")
    await Staff(Cast(api, {}), Still(1)).act(TODAY)
    (asked,) = counters.asked
    assert (asked.path, asked.body["expected_version"]) == ("/orders/o1/change", 2)
    assert asked.body["lines"][0]["quantity"] == "3"


@pytest.mark.usefixtures("nobody_waits")
async def test_a_confirmed_order_of_which_nothing_is_left_is_cancelled(counters: Counters, api: Api) -> None:
    counters.shown["purchasing/needs"] = [{"order_id": "o1", "item": "X", "quantity": "5", "reason": "discontinued"}]
    counters.shown["sales/orders/o1"] = order(stage="short")
    await Staff(Cast(api, {}), Still(1)).act(TODAY)
    assert counters.paths == ["/orders/o1/cancel"]


async def test_goods_of_a_cancelled_order_come_back_after_their_delivery(counters: Counters, api: Api) -> None:
    shipment = {
        "shipment_id": "s1", "state": "asked_back", "slip_number": "SS-1",
        "lines": [{"line": 1, "item": "X", "quantity": "5"}],
    }  # fmt: skip
    delivered = [{**shipment, "delivered_at": at} for at in ("2026-03-05T00:00:00Z", "2026-03-09T00:00:00Z", None)]
    counters.shown["sales/orders?cancelled"] = [order(shipments=delivered)]
    await Staff(Cast(api, {}), Still(1)).act(TODAY)
    assert [(one.path, one.body["lines"]) for one in counters.asked] == [("/returns", [{"line": 1, "quantity": "5"}])]


async def test_who_never_answers_is_not_waited_for_for_ever(counters: Counters, api: Api) -> None:
    counters.shown["sales/orders?incomplete"] = [order(received_on="2026-02-01"), order()]
    await Staff(Cast(api, {}), Still(1)).act(TODAY)
    assert counters.paths == ["/orders/o1/reject"]


async def test_what_is_not_automatic_is_done_by_hand(counters: Counters, api: Api) -> None:
    waits = {"owner": "lin.xia"}
    counters.shown |= {
        "sales/orders?reviewed": [order(waiting_for=waits), order(waiting_for={"owner": "finance"})],
        "sales/orders?reserved": [order(waiting_for=waits, shipments=[{"shipment_id": "s1", "state": "reserved"}])],
        "finance/credit-reviews": [{"order_id": "o1"}],
        "purchasing/purchases?draft": [{"purchase_id": "p1", "request": 0}],
        "warehouse/shipments?to_pack": [{"shipment_id": "s1"}],
        "logistics/shipments?packed": [{"id": "s1"}],
    }
    await Leftovers(Cast(api, {})).act(TODAY)
    assert counters.paths == [
        "/orders/o1/confirm",
        "/orders/o1/shipments/s1/release",
        "/orders/o1/credit-review",
        "/purchases/p1/order",
        "/shipments/s1/pack",
        "/shipments/s1/dispatch",
    ]


def test_less_of_an_item_is_taken_from_the_last_lines_first() -> None:
    lines = [
        {"item": "X", "quantity": "5"},
        {"item": "Y", "quantity": "1"},
        {"item": "X", "quantity": "2", "reason": "discontinued"},
    ]
    assert without(lines, {"X": Decimal(3)}) == [{"item": "X", "quantity": "4"}, {"item": "Y", "quantity": "1"}]

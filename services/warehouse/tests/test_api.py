"""The routes as others call them: who may, what comes back, what is refused."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis import clock
from contracts.sales import OrderWeighed
from contracts.warehouse import StockReserved
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.receiving import handlers as receiving
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, dispatched, item_changed, only, purchased
from tests.needs import needs


@needs("WHS-1")
async def test_a_shelf_is_counted_once_adjusted_and_looked_at(call: Caller) -> None:
    body = {"quantity": "40", "reorder_point": "5", "safety_stock": "10", "place": "A-01"}
    counted = (await call("PUT", "/stock/P-1", body)).json()
    assert (counted["on_hand"], counted["free"], counted["place"]) == ("40", "40", "A-01")
    again = (await call("PUT", "/stock/P-1", body | {"quantity": "99", "place": "B-07"})).json()
    assert (again["on_hand"], again["place"]) == ("40", "B-07")
    adjusted = (await call("POST", "/stock/P-1/adjust", {"quantity": "-2", "reason": "broken"})).json()
    assert adjusted["on_hand"] == "38"
    found = (await call("GET", "/stock/P-1", role="merchandiser")).json()
    assert [move["kind"] for move in found["movements"]] == ["adjustment", "opening"]
    assert [item["item"] for item in (await call("GET", "/stock?limit=1")).json()["items"]] == ["P-1"]
    assert (await call("GET", "/check")).json() == {"ok": True, "faults": []}


@needs("WHS-1")
async def test_a_second_count_tells_what_it_changed_and_what_is_on_the_shelf_instead(call: Caller) -> None:
    """WHS-1: the file says 50, the shelf has 47; nothing is taken twice, and that is said."""
    body = {"quantity": "50", "reorder_point": "5", "place": "A-01"}
    opened = (await call("PUT", "/stock/P-1", body)).json()
    assert (opened["outcome"], opened["not_taken"]) == ("taken", [])
    assert {"field": "quantity", "before": "0", "after": "50"} in opened["changes"]
    same = (await call("PUT", "/stock/P-1", body)).json()
    assert (same["outcome"], same["changes"], same["not_taken"]) == ("unchanged", [], [])
    await call("POST", "/stock/P-1/adjust", {"quantity": "-3", "reason": "broken"})
    again = (await call("PUT", "/stock/P-1", body)).json()
    assert (again["outcome"], again["on_hand"]) == ("unchanged", "47")
    assert again["not_taken"] == [{"field": "quantity", "asked": "50", "kept": "47"}]
    moved = (await call("PUT", "/stock/P-1", body | {"place": " B-07 "})).json()
    assert (moved["outcome"], moved["changes"]) == ("taken", [{"field": "place", "before": "A-01", "after": "B-07"}])


async def test_what_a_count_leaves_out_stays_as_it_is(call: Caller) -> None:
    limits = {"reorder_point": "5", "safety_stock": "10", "place": "A-01"}
    await call("PUT", "/stock/P-1", {"quantity": "40"} | limits)
    for left in ({"quantity": "40"}, {"place": "A-01"}, {}):
        found = (await call("PUT", "/stock/P-1", left)).json()
        assert {name: found[name] for name in limits} == limits
        assert found["outcome"] == "unchanged"
    assert (await call("PUT", "/stock/P-1", {"place": ""})).json()["place"] == ""


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/stock/P-1/adjust", {"quantity": "0", "reason": "nothing"}),
        ("/stock/P-1/adjust", {"quantity": "1E9", "reason": "found"}),
        ("/stock/P-1/adjust", {"quantity": "1", "reason": "  "}),
        ("/stock/P 1/adjust", {"quantity": "1", "reason": "found"}),
        ("/receipts", {"purchase_id": str(uuid4()), "accepted": "1000000000"}),
        ("/receipts", {"purchase_id": str(uuid4()), "accepted": "1", "inspection": "Q" * 101}),
    ],
)
async def test_what_nobody_can_count_or_read_is_refused_at_the_door(call: Caller, path: str, body: Any) -> None:
    await call("PUT", "/stock/P-1", {"quantity": "4"})
    refused = await call("POST", path, body)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid-input"), refused.text


async def test_a_misspelt_limit_is_refused_by_name(call: Caller) -> None:
    refused = await call("PUT", "/stock/P-1", {"quantity": "4", "reorder": "5"})
    assert [fault["field"] for fault in refused.json()["faults"]] == ["reorder"]


async def test_what_cannot_be_is_refused_with_its_reason(call: Caller) -> None:
    await call("PUT", "/stock/P-1", {"quantity": "4"})
    refused = await call("POST", "/stock/P-1/adjust", {"quantity": "-5", "reason": "lost"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/below-promised")
    assert (await call("POST", "/stock/P-9/adjust", {"quantity": "1", "reason": "found"})).status_code == 404
    assert (await call("GET", "/stock/P-9")).status_code == 404
    assert (await call("PUT", "/stock/P-1", {"quantity": "-4"})).status_code == 422
    assert (await call("PUT", "/stock/P-1", {"quantity": "4"}, role="salesperson")).status_code == 403
    assert (await call("POST", f"/shipments/{uuid4()}/pack")).status_code == 404


@needs("WHS-3")
async def test_goods_are_received_against_a_purchase_once(call: Caller) -> None:
    purchase = purchased("P-1", 10)
    body = {"purchase_id": str(purchase.purchase_id), "accepted": "6", "rejected": "1", "inspection": "QC-1"}
    early = await call("POST", "/receipts", body, key="receipt-0001")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/purchase-not-known-yet")
    await call.hear(receiving.expect, purchase)
    receipt = (await call("POST", "/receipts", body, key="receipt-0001")).json()
    assert (receipt["number"][:3], receipt["outstanding"]) == ("GR-", "4")
    assert (await call("POST", "/receipts", body, key="receipt-0001")).json() == receipt
    (awaited,) = (await call("GET", "/purchases", role="buyer")).json()["items"]
    assert (awaited["item"], awaited["outstanding"], awaited["rejected"]) == ("P-1", "4", "1")
    over = await call("POST", "/receipts", body | {"accepted": "9"})
    assert over.json()["type"] == "/problems/over-delivery"


@needs("WHS-3")
async def test_a_delivery_note_that_is_told_twice_is_one_receipt(call: Caller) -> None:
    """WHS-3: the same goods are not on the shelf twice, and what differs is told."""
    purchase = purchased("P-1", 10)
    await call.hear(receiving.expect, purchase)
    body = {"purchase_id": str(purchase.purchase_id), "accepted": "4", "delivery_note": " DN-77 "}
    first = (await call("POST", "/receipts", body)).json()
    assert (first["delivery_note"], first["outstanding"]) == ("DN-77", "6")
    again = await call("POST", "/receipts", body | {"delivery_note": "DN-77"})
    assert (again.status_code, again.json()) == (200, first)
    other = await call("POST", "/receipts", body | {"accepted": "6"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/received-already")
    assert (other.json()["number"], other.json()["accepted"]) == (first["number"], "4")
    next_lot = (await call("POST", "/receipts", body | {"delivery_note": "DN-78"})).json()
    assert (next_lot["number"] != first["number"], next_lot["outstanding"]) == (True, "2")
    assert (await call("GET", "/stock/P-1")).json()["on_hand"] == "8"
    assert (await call("GET", "/check")).json()["ok"]


@needs("WHS-3")
async def test_goods_that_came_yesterday_are_told_with_their_day(call: Caller) -> None:
    """WHS-3, PUR-5: a supplier is not late because the dock was."""
    purchase, yesterday = purchased("P-1", 10), clock.today() - timedelta(days=1)
    await call.hear(receiving.expect, purchase)
    body = {"purchase_id": str(purchase.purchase_id), "accepted": "4"}
    for day, expected in ((yesterday, 200), (clock.today() + timedelta(days=1), 422), (date(2016, 1, 1), 422)):
        answer = await call("POST", "/receipts", body | {"received_on": day.isoformat()})
        assert answer.status_code == expected, answer.text
    said = await call.said("goods.received")
    assert [one["received_on"] for one in said] == [yesterday.isoformat()]
    assert (await call("POST", "/receipts", body)).json()["received_on"] == clock.today().isoformat()


@needs("WHS-6", "WHS-8")
async def test_a_shipment_is_packed_by_hand_and_comes_back(call: Caller) -> None:
    await call("PUT", "/figures/packing", {"value": "by_hand"}, role="general manager")
    await call("PUT", "/stock/bolt", {"quantity": "5"})
    await call.hear(stock.learn, item_changed("bolt"))
    order = Order()
    shipment = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(bolt=5))).shipment_id
    assert isinstance(shipment, UUID)
    await call.hear(dispatch.take_released, order.released(shipment))
    (waiting,) = (await call("GET", "/shipments?state=to_pack")).json()["items"]
    assert (waiting["shipment_id"], waiting["sales_slip"]) == (str(shipment), "SS-2026-000001")
    assert (await call("POST", "/shipments/SS-1999-000001/pack")).status_code == 404
    packed = (await call("POST", "/shipments/ss-2026-000001/pack")).json()
    assert packed["shipment_id"] == str(shipment)
    assert (packed["state"], [box["weight_kg"] for box in packed["packages"]]) == (
        "packed",
        ["20.000", "20.000", "10.000"],
    )
    assert (await call("GET", "/shipments?state=packed")).json()["items"][0]["packages"] == packed["packages"]
    twice = (await call("POST", f"/shipments/{packed['slip_number']}/pack")).json()
    assert (twice["type"], twice["slip_number"]) == ("/problems/packed-already", packed["slip_number"])
    back = {"order_id": str(order.id), "shipment_id": str(shipment), "lines": [{"line": 1, "quantity": "2"}]}
    assert (await call("POST", "/returns", back)).json()["type"] == "/problems/not-dispatched"
    await call.hear(dispatch.leave, dispatched(order, shipment))
    assert (await call("POST", "/returns", back)).json()["lines"][0]["returned"] == "2"
    broken = back | {"lines": [{"line": 1, "quantity": "3", "scrapped": "3"}]}
    assert (await call("POST", "/returns", broken)).json()["lines"][0]["returned"] == "5"
    assert (await call("GET", "/stock/bolt")).json()["on_hand"] == "2"
    assert (await call("GET", "/check", role="management")).json()["ok"]


@needs("SAL-7")
async def test_what_is_to_be_packed_stands_in_the_order_of_picking_page_by_page(call: Caller) -> None:
    """SAL-7: by the priority of its order, which may be weighed otherwise meanwhile, then by its number."""
    await call("PUT", "/figures/packing", {"value": "by_hand"}, role="general manager")
    await call("PUT", "/stock/bolt", {"quantity": "20"})
    await call.hear(stock.learn, item_changed("bolt"))
    orders = [Order(f"SO-2026-00000{number}", priority) for number, priority in ((1, 2), (2, 6), (3, 2), (4, 1))]
    for order in orders:
        shipment = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(bolt=5))).shipment_id
        await call.hear(dispatch.take_released, order.released(shipment))

    async def turn(limit: int) -> list[int]:
        """The orders as they are picked, page by page."""
        found, after = list[str](), ""
        while after is not None:
            page = (await call("GET", f"/shipments?state=to_pack&limit={limit}{after and f'&after={after}'}")).json()
            found += [one["order_id"] for one in page["items"]]
            after = page["next"]
        return [[str(order.id) for order in orders].index(one) + 1 for one in found]

    assert await turn(100) == await turn(1) == [2, 1, 3, 4]
    now = OrderWeighed(order_id=orders[3].id, order_version=1, weighed=1, priority=9, quadrant="urgent")
    await call.hear(reservation.weigh, now)
    assert await turn(2) == [4, 2, 1, 3]

"""The routes as others call them: who may, what comes back, batches item by item."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from tests.needs import needs


@needs("SAL-2")
async def test_an_order_is_placed_found_and_looked_at(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    assert placed["stage"] == "received"
    again = (await call("POST", "/orders", an_order("1"))).json()
    assert again == placed
    order = (await call("GET", f"/orders/{placed['order_id']}")).json()
    assert order["merchandiser"] == "wang.fang"
    assert order["waiting_for"]["owner"] == "warehouse"
    found = (await call("GET", "/orders?state=received&customer=ALFKI&limit=1")).json()
    assert [item["number"] for item in found["items"]] == [placed["number"]]
    rest = (await call("GET", f"/orders?after={found['next']}")).json()
    assert rest == {"items": [], "next": None}


@needs("SAL-2")
async def test_one_bad_item_sinks_no_other_of_the_batch(call: Caller) -> None:
    items: list[dict[str, Any]] = [
        {"idempotency_key": "import-0001", **an_order("1")},
        {"idempotency_key": "import-0002", **an_order("2", lines=[{"line": 0}])},
        {"idempotency_key": "import-0003", **an_order("3", deliver_to=None)},
    ]
    answers = (await call("POST", "/orders/batch", {"items": items})).json()["answers"]
    assert [(a["idempotency_key"], a["status"]) for a in answers] == [
        ("import-0001", 200),
        ("import-0002", 422),
        ("import-0003", 200),
    ]
    assert answers[1]["problem"]["faults"][0]["field"] == "lines.0.line"
    assert answers[2]["body"]["questions"] == ["To which address shall we deliver?"]


async def test_a_refusal_in_a_batch_of_acceptances_is_its_items_problem(call: Caller) -> None:
    item = {"idempotency_key": "accept-0001", "order_id": str(uuid4()), "shipment_id": str(uuid4())}
    (answer,) = (await call("POST", "/acceptances/batch", {"items": [item]})).json()["answers"]
    assert (answer["status"], answer["problem"]["type"]) == (404, "/problems/not-found")
    assert (await call("GET", "/shipments?state=delivered")).json() == {"items": [], "next": None}


async def test_clarify_cancel_and_reject_answer_with_the_order(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1", wanted=None))).json()
    path = f"/orders/{placed['order_id']}"
    wanted = (clock.today() + timedelta(days=9)).isoformat()
    assert (await call("POST", f"{path}/clarify", {"wanted": wanted})).json()["version"] == 2
    assert (await call("POST", f"{path}/confirm")).json()["type"] == "/problems/reviews-missing"
    assert (await call("POST", f"{path}/change", {"reason": "x"})).json()["type"] == "/problems/not-confirmed"
    assert (await call("POST", f"{path}/cancel", {"reason": "x"})).json()["stage"] == "cancelled"
    reasons = {"reasons": [{"code": "x", "text": "x"}]}
    assert (await call("POST", f"{path}/reject", reasons)).status_code == 409


@needs("ALL-3")
async def test_a_customer_sees_and_cancels_his_own_orders_only(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"), who="ALFKI", role="customer")).json()
    path = f"/orders/{placed['order_id']}"
    assert (await call("POST", "/orders", an_order("2"), who="BONAP", role="customer")).status_code == 403
    assert (await call("GET", path, who="BONAP", role="customer")).status_code == 404
    assert (await call("GET", "/orders", who="BONAP", role="customer")).json()["items"] == []
    assert (await call("POST", f"{path}/cancel", {"reason": "x"}, who="BONAP", role="customer")).status_code == 404
    assert (await call("GET", path, who="ALFKI", role="customer")).status_code == 200


@needs("SAL-3", "ALL-3")
async def test_a_customers_own_terms_are_refused_by_field_and_sink_no_other_order(call: Caller) -> None:
    """SAL-3, ALL-3."""
    alone = await call("POST", "/orders", an_order("1", discount="0.5"), who="ALFKI", role="customer")
    assert (alone.status_code, [fault["field"] for fault in alone.json()["faults"]]) == (422, ["discount"])
    items = [
        {"idempotency_key": "order-0001", **an_order("1", terms={"days": 365}, tax_rate="0.1")},
        {"idempotency_key": "order-0002", **an_order("2", terms={"days": 30})},
    ]
    batch = await call("POST", "/orders/batch", {"items": items}, who="ALFKI", role="customer")
    refused, taken = batch.json()["answers"]
    assert [fault["field"] for fault in refused["problem"]["faults"]] == ["terms", "tax_rate"]
    path = f"/orders/{taken['body']['order_id']}/clarify"
    clarified = await call("POST", path, {"merchandiser": "nobody"}, who="ALFKI", role="customer")
    assert [fault["field"] for fault in clarified.json()["faults"]] == ["merchandiser"]
    assert (await call("POST", path, {"merchandiser": "li.na", "discount": "0.1"})).status_code == 200


@needs("SAL-2")
async def test_spaces_around_a_customers_number_are_no_part_of_it(call: Caller) -> None:
    """SAL-2: the same number is the same order; nothing but spaces is no number."""
    first = (await call("POST", "/orders", an_order("PO-1"))).json()
    again = (await call("POST", "/orders", an_order(" PO-1 ", customer="ALFKI "))).json()
    assert (again["order_id"], again["customer_po"]) == (first["order_id"], "PO-1")
    empty = await call("POST", "/orders", an_order("  "))
    assert [fault["field"] for fault in empty.json()["faults"]] == ["customer_po"]


@needs("ALL-3")
async def test_a_customer_sees_no_internal_judgement_of_his_order(call: Caller) -> None:
    """ALL-3: nobody's review, no priority, nor why it waits; but what he must tell, and that it waits for him."""
    placed = (await call("POST", "/orders", an_order("1", wanted=None))).json()
    path = f"/orders/{placed['order_id']}"
    wanted = (clock.today() + timedelta(days=9)).isoformat()
    asked = (await call("GET", path, who="ALFKI", role="customer")).json()
    assert (asked["missing"], asked["waiting_for"]["reason"]) == (["wanted"], "the customer must tell: wanted")
    clarified = (await call("POST", f"{path}/clarify", {"wanted": wanted}, who="ALFKI", role="customer")).json()
    (listed,) = (await call("GET", "/orders", who="ALFKI", role="customer")).json()["items"]
    looked = (await call("GET", path, who="ALFKI", role="customer")).json()
    assert listed == looked == clarified
    assert (looked["reviews"], looked["lacks"], looked["waiting_for"]) == ({}, [], None)
    assert (looked["priority"], looked["content"]["priority"]) == (0, 0)
    staff = (await call("GET", path)).json()
    assert staff["waiting_for"]["owner"] == "warehouse"
    assert staff["priority"] == staff["content"]["priority"] > 0
    gone = (await call("POST", f"{path}/cancel", {"reason": "x"}, who="ALFKI", role="customer")).json()
    assert (gone["priority"], gone["reasons"]) == (0, [{"code": "cancelled", "text": "x"}])


@needs("ALL-3")
@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/customers/A"), ("POST", "/orders"), ("POST", "/orders/batch"), ("GET", "/orders")]
)
async def test_the_administrator_has_no_business_data(call: Caller, method: str, path: str) -> None:
    response = await call(method, path, an_order("1") | CUSTOMER | {"items": []}, role="administrator")
    assert response.status_code == 403


@needs("SAL-2", "ALL-3")
async def test_an_order_is_found_by_the_customers_po_number_and_by_its_own(call: Caller) -> None:
    """The merchandiser's first question; nobody gets another customer's order for it (SAL-2, ALL-3)."""
    await call("PUT", "/customers/BONAP", CUSTOMER)
    ours = (await call("POST", "/orders", an_order("PO-7"))).json()
    theirs = (await call("POST", "/orders", an_order("PO-7", customer="BONAP"))).json()
    await call("POST", "/orders", an_order("PO-8"))

    async def found(query: str, **by: str) -> list[str]:
        return [item["number"] for item in (await call("GET", f"/orders?{query}", **by)).json()["items"]]

    assert await found("customer_po=PO-7") == [ours["number"], theirs["number"]]
    assert await found("customer_po=%20PO-7%20&customer=ALFKI") == [ours["number"]]
    assert await found("customer_po=PO-7", who="BONAP", role="customer") == [theirs["number"]]
    assert await found(f"number={theirs['number']}") == [theirs["number"]]
    assert await found("customer_po=PO-9") == []


async def test_every_path_takes_the_number_that_people_have(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    number = placed["number"]
    assert (await call("GET", f"/orders/{number.lower()}")).json()["order_id"] == placed["order_id"]
    assert (await call("POST", f"/orders/{number}/confirm")).json()["type"] == "/problems/reviews-missing"
    slip = await call("POST", f"/orders/{number}/shipments/SS-2026-000001/accept")
    assert (slip.status_code, slip.json()["detail"]) == (404, "There is no shipment SS-2026-000001 here.")
    assert (await call("POST", f"/orders/{number}/cancel", {"reason": "x"})).json()["stage"] == "cancelled"


@needs("ALL-3")
async def test_a_number_tells_nobody_what_is_not_his(call: Caller) -> None:
    """ALL-3: another's order and none at all get the same answer; who may not ask does not hear even that."""
    placed = (await call("POST", "/orders", an_order("1"))).json()
    for number in (placed["number"], "SO-2026-999999"):
        answer = await call("GET", f"/orders/{number}", who="BONAP", role="customer")
        assert (answer.status_code, answer.json()["detail"]) == (404, f"There is no order {number} here.")
        assert (await call("GET", f"/orders/{number}", role="administrator")).status_code == 403


@needs("SAL-2")
async def test_a_po_that_comes_again_otherwise_or_too_late_is_a_conflict_that_names_its_order(call: Caller) -> None:
    """SAL-2: alone and in a batch."""
    first = (await call("POST", "/orders", an_order("1"))).json()
    item = {"idempotency_key": "order-0001", **an_order("1", partial=True)}
    alone = await call("POST", "/orders", an_order("1", partial=True))
    (batched,) = (await call("POST", "/orders/batch", {"items": [item]})).json()["answers"]
    assert (alone.status_code, batched["status"], batched["problem"]) == (409, 409, alone.json())
    assert (alone.json()["type"], alone.json()["number"]) == ("/problems/po-says-otherwise", first["number"])
    assert alone.json()["faults"] == [{"field": "partial", "expected": "False", "came": "True"}]
    path = f"/orders/{first['number']}"
    nothing = await call("POST", f"{path}/clarify", {"partial": False})
    assert (nothing.status_code, nothing.json()["type"]) == (409, "/problems/nothing-told-anew")
    await call("POST", f"{path}/cancel", {"reason": "x"})
    over = (await call("POST", "/orders", an_order("1"))).json()
    assert (over["status"], over["type"], over["number"]) == (409, "/problems/po-is-over", first["number"])

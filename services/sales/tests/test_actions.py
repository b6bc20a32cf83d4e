"""What people of sales may do: their commands with forms, as the commands themselves would answer."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis import clock
from chassis.handling import Answer, Db
from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from chassis.refusal import Refusal
from contracts.sales import OrderAccepted
from services.sales.house import HOUSE
from services.sales.tests.calling import Caller, an_order, calling
from tests.needs import needs

pytestmark = needs("ALL-3", "NOT-17")


class Praise(BaseModel):
    words: str


class AnybodyPraises(Refusal):
    """Order {id} was praised already."""


Anybody = Annotated[Person, Depends(allow("salesperson"))]
router = APIRouter(prefix="/api/v1")


async def praise(db: Db, asked: Sequence[UUID]) -> list[Answer | Refusal]:
    return [AnybodyPraises(id=one) for one in asked]


@router.post("/orders/{order_id}/praise")
async def praise_order(order_id: UUID, asked: Praise, ask: Ask, by: Anybody) -> Response:
    """Say something kind of it."""
    return await ask(praise, order_id, key=str(order_id), by=by)


async def break_down(db: Db, asked: Sequence[UUID]) -> list[Answer | Refusal]:
    raise ZeroDivisionError


broken = APIRouter(prefix="/api/v1")


@broken.post("/orders/{order_id}/break")
async def break_order(order_id: UUID, ask: Ask, by: Anybody) -> Response:
    return await ask(break_down, order_id, key=str(order_id), by=by)


async def take(db: Db, asked: Sequence[UUID]) -> list[Answer[OrderAccepted] | Refusal]:
    said = [OrderAccepted(order_id=one, order_version=1, shipment_id=one, completes_order=True) for one in asked]
    return [Answer(one, (one,)) for one in said]


leading = APIRouter(prefix="/api/v1")


@leading.post("/orders/{order_id}/take")
async def take_order(order_id: UUID, ask: Ask, by: Anybody) -> Response:
    return await ask(take, order_id, key=str(order_id), by=by)


async def actions(call: Caller, order_id: str, role: str = "merchandiser") -> dict[str, dict[str, Any]]:
    """The commands about the order itself, by name."""
    answer = (await call("GET", f"/actions?order={order_id}", role=role)).json()
    return {one["command"]: one for document in answer["subjects"] for one in document["commands"]}


async def test_an_incomplete_order_asks_for_its_answers_and_says_why_it_cannot_be_confirmed(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1", wanted=None))).json()
    told = await actions(call, placed["order_id"])
    assert told["clarify_order"]["barred"] is None
    assert told["confirm_order"]["barred"]["type"] == "/problems/order-incomplete"
    assert told["confirm_order"]["barred"]["detail"] == f"Order {placed['number']} still lacks: wanted."


BODIES = {
    "change_order": {"reason": "because"},
    "acknowledge_confirmation": {"expected_version": 1, "words": "agreed"},
    "waive_samples": {"reason": "because"},
    "end_rescue": {"offered": "a discount", "result": "kept"},
    "choose_alternative": {"choice": 0, "words": "no"},
    "offer_alternatives": {
        "alternatives": [{"way": "new_date", "promised": clock.today().isoformat()}],
        "answer_by": clock.today().isoformat(),
    },
}
"""What must be told of some to be barred for what the order is."""


async def test_what_bars_a_command_is_what_the_command_answers(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    for one in (await actions(call, placed["order_id"])).values():
        body = BODIES.get(one["command"])
        if one["barred"]:
            answer = await call(one["method"], one["path"].removeprefix("/api/v1"), body)
            assert answer.json() == one["barred"]


async def test_looking_changes_nothing(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    before = (await call("GET", f"/orders/{placed['order_id']}")).json()
    await actions(call, placed["order_id"])
    assert (await call("GET", f"/orders/{placed['order_id']}")).json() == before


async def test_a_form_begins_with_what_the_order_says(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    cancel = (await actions(call, placed["order_id"]))["cancel_order"]
    assert cancel["draft"] == {"expected_version": 1}
    assert cancel["schema"]["required"] == ["reason"]


@pytest.mark.parametrize(("role", "may"), [("merchandiser", True), ("storekeeper", False), ("salesperson", False)])
async def test_a_role_may_do_what_is_its_own_and_nothing_else(call: Caller, role: str, may: bool) -> None:
    placed = (await call("POST", "/orders", an_order("1"))).json()
    assert ("confirm_order" in await actions(call, placed["order_id"], role)) is may


async def test_what_waits_for_its_merchandiser_stands_in_the_queue_with_what_he_may_open(call: Caller) -> None:
    waits = (await call("POST", "/orders", an_order("1", wanted=None))).json()
    await call("POST", "/orders", an_order("2"))
    told = (await call("GET", "/actions")).json()
    assert [document["name"] for document in told["subjects"]] == ["", waits["number"]]
    assert {one["command"] for one in told["subjects"][0]["commands"]} >= {"place_order", "put_customer"}


@needs("NOT-1")
@pytest.mark.parametrize(
    ("role", "command", "stage"), [("salesperson", "take_order", "accepted"), ("merchandiser", "cancel_order", None)]
)
async def test_a_command_says_to_which_stage_it_would_bring_its_order_now(
    database: Callable[[str], Awaitable[str]], role: str, command: str, stage: str | None
) -> None:
    async with calling(await database("sales"), replace(HOUSE, routers=(*HOUSE.routers, leading))) as call:
        placed = (await call("POST", "/orders", an_order("1"))).json()
        assert (await actions(call, placed["order_id"], role))[command]["stage"] == stage


async def test_of_several_orders_the_documents_are_told_at_once_with_the_order_that_each_is_about(call: Caller) -> None:
    placed = [(await call("POST", "/orders", an_order(nth))).json()["order_id"] for nth in "12"]
    told = (await call("GET", f"/actions?order={placed[0]}&order={placed[1]}&order={placed[0]}")).json()["subjects"]
    assert [(one["id"], one["orders"]) for one in told] == [(order, [order]) for order in placed]


@needs("ALL-5")
async def test_a_form_speaks_the_readers_language(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1", wanted=None))).json()
    answer = await call("GET", f"/actions?order={placed['order_id']}", reads="zh-CN")
    (order,) = answer.json()["subjects"]
    told = {one["command"]: one for one in order["commands"]}
    assert (order["label"], told["cancel_order"]["label"]) == ("订单", "取消订单")
    assert told["cancel_order"]["schema"]["properties"]["reason"]["title"] == "原因"
    assert told["confirm_order"]["barred"]["detail"].startswith(f"订单 {placed['number']}")


async def test_what_a_path_names_is_filled_in_like_a_field(call: Caller) -> None:
    opening = (await call("GET", "/actions")).json()["subjects"][0]["commands"]
    (put,) = [one for one in opening if one["command"] == "put_customer"]
    assert put["path"] == "/api/v1/customers/{customer}"
    assert put["schema"]["properties"]["customer"]["x-in"] == "path"
    assert put["schema"]["required"][0] == "customer"


async def test_a_new_command_stands_on_the_page_with_no_other_change(database: Callable[[str], Awaitable[str]]) -> None:
    async with calling(await database("sales"), replace(HOUSE, routers=(*HOUSE.routers, router))) as call:
        placed = (await call("POST", "/orders", an_order("1"))).json()
        told = (await actions(call, placed["order_id"], "salesperson"))["praise_order"]
        assert (told["label"], told["hint"]) == ("Praise order", "Say something kind of it.")
        assert told["schema"]["required"] == ["words"]
        assert told["barred"]["detail"] == f"Order {placed['order_id']} was praised already."


async def test_a_command_that_fails_hides_no_other(database: Callable[[str], Awaitable[str]]) -> None:
    async with calling(await database("sales"), replace(HOUSE, routers=(*HOUSE.routers, broken))) as call:
        placed = (await call("POST", "/orders", an_order("1"))).json()
        told = await actions(call, placed["order_id"], "salesperson")
        assert told["break_order"]["barred"] is None
        assert told["change_order"]["barred"]["type"] == "/problems/not-confirmed"

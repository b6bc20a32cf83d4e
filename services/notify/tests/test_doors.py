"""What no person, plan or list can be is refused by its field (NOT-1, NOT-4, ALL-3)."""

from typing import Any

import pytest

from services.notify.tests.samples import Order
from services.notify.tests.test_http import Desk, desk
from tests.needs import needs

__all__ = ["desk"]
LI = {"name": "Li Na", "department": "purchasing", "roles": ["buyer"]}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/orders?stage=gone", "stage"),
        ("/orders?customer=%20", "customer"),
        ("/exceptions?level=0", "level"),
        ("/exceptions?level=99999999999", "level"),
        ("/exceptions?owner=nobody", "owner"),
        ("/promises?owner=nobody", "owner"),
    ],
)
async def test_a_list_is_asked_for_with_what_can_be(desk: Desk, path: str, field: str) -> None:
    answer = await desk.ask(path)
    assert (answer["status"], [fault["field"] for fault in answer["faults"]]) == (422, [field])


@pytest.mark.parametrize(("name", "value"), [("name", " "), ("department", ""), ("deputy", "li na"), ("roles", [" "])])
async def test_a_person_that_cannot_be_is_refused_by_the_field(desk: Desk, name: str, value: Any) -> None:
    answer = await desk.ask("/people/li.na", "administrator", method="PUT", body=LI | {name: value})
    assert answer["status"] == 422
    assert answer["faults"][0]["field"].startswith(name)


@needs("ALL-3", "ALL-8")
async def test_what_is_left_out_of_a_person_is_left_alone(desk: Desk) -> None:
    """ALL-3, ALL-8: who corrects a name neither brings back who left nor forgets a deputy."""
    whole = LI | {"deputy": "wang.fang", "active": False}
    await desk.ask("/people/li.na", "administrator", method="PUT", body=whole)
    kept = await desk.ask("/people/li.na", "administrator", method="PUT", body=LI | {"name": "Li Nana "})
    assert (kept["name"], kept["deputy"], kept["active"]) == ("Li Nana", "wang.fang", False)


@needs("NOT-2")
@pytest.mark.parametrize(("path", "field"), [("/orders/%20", "name"), (f"/orders/{'x' * 101}", "name"),
                                             ("/promises?after=%20", "after")])  # fmt: skip
async def test_what_is_named_is_a_reference(desk: Desk, path: str, field: str) -> None:
    """NOT-2: nothing is called by nothing, nor by more than a hundred letters."""
    answer = await desk.ask(path)
    assert (answer["status"], [fault["field"] for fault in answer["faults"]]) == (422, [field])


@needs("NOT-2")
async def test_spaces_around_an_orders_name_are_no_part_of_it(desk: Desk) -> None:
    """NOT-2."""
    order = Order()
    await desk.hear(order.received(), order.confirmed())
    assert (await desk.ask("/orders/%20SO-2026-000001%20"))["order_id"] == str(order.id)

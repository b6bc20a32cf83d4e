"""Goods that come are put away at the item's own place, or at another one that the receipt names (WHS-1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import asyncpg

from chassis.refusal import Refusal
from services.warehouse.inspecting import handlers as inspecting
from services.warehouse.inspecting.rules import Examine
from services.warehouse.inspecting.view import PlanState
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import Receive
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import store
from services.warehouse.stock.rules import Count
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, item_changed, kinds, purchased
from tests.needs import needs

pytestmark = needs("WHS-1", "WHS-3")
ZERO = Decimal(0)


async def shelved(db: asyncpg.Connection, *others: str) -> None:
    await stock.count(db, [Count("bolt", None, place="A-1", places=others)])


async def came(db: asyncpg.Connection, quantity: int, place: str, **more: Any) -> Any:
    ordered = purchased("bolt", 10)
    await receiving.expect(db, [ordered])
    asked = Receive(ordered.purchase_id, Decimal(quantity), ZERO, "", place=place, **more)
    (answer,) = await receiving.receive(db, [asked])
    return answer


async def lying(db: asyncpg.Connection) -> list[tuple[str, str, int]]:
    """Place, lot and quantity, as the book and its check say."""
    assert await store.faults(db) == []
    shelf = await store.find_shelf(db, "bolt")
    assert shelf
    there = await store.lying_of(db, shelf)
    return [(one.place, one.lot, int(one.quantity)) for one in there if one.quantity]


async def test_a_receipt_is_put_away_where_it_says_and_who_waits_is_served(db: asyncpg.Connection) -> None:
    await shelved(db, "SH/A-2")
    await reservation.reserve(db, [Order("SO-1").confirmed(bolt=3)])
    answer = await came(db, 4, "SH/A-2")
    assert kinds(answer.events) == ["goods.received", "stock.reserved"]
    assert answer.body.place == "SH/A-2"
    (moved,) = await store.movements_of(db, "bolt", 9)
    assert (moved.kind, moved.place, int(moved.quantity)) == ("receipt", "SH/A-2", 4)
    assert await lying(db) == [("SH/A-2", "", 4)]


async def test_the_own_place_is_told_by_its_name_or_not_at_all(db: asyncpg.Connection) -> None:
    await shelved(db, "SH/A-2")
    assert [(await came(db, 1, place)).body.place for place in ("A-1", "")] == ["", ""]
    assert await lying(db) == [("A-1", "", 2)]


async def test_a_lot_lies_where_it_was_put_away(db: asyncpg.Connection) -> None:
    await shelved(db, "SH/A-2")
    receipt = (await came(db, 4, "SH/A-2", lot="L-7")).body.number
    assert await lying(db) == [("SH/A-2", receipt, 4)]


async def test_what_is_no_place_of_the_item_is_refused_and_nothing_comes_in(db: asyncpg.Connection) -> None:
    await shelved(db, "SH/A-2")
    refused = await came(db, 4, "B-9")
    assert isinstance(refused, Refusal)
    assert str(refused) == "B-9 is no place of bolt; its places are A-1, SH/A-2."
    assert await lying(db) == []


async def test_a_delivery_note_told_again_with_another_place_says_otherwise(db: asyncpg.Connection) -> None:
    await shelved(db, "SH/A-2")
    ordered = purchased("bolt", 10)
    await receiving.expect(db, [ordered])
    for place, known in (("SH/A-2", True), ("SH/A-2", True), ("", False)):
        asked = Receive(ordered.purchase_id, Decimal(4), ZERO, "", "DN-1", place=place)
        (answer,) = await receiving.receive(db, [asked])
        assert isinstance(answer, Refusal) != known
    assert await lying(db) == [("SH/A-2", "", 4)]


async def inspected(db: asyncpg.Connection, number: str) -> None:
    """Nothing bad is found in the lot that came under this receipt."""
    row = await db.fetchrow("SELECT inspection_id, purchase_id, lot FROM inspection WHERE receipt = $1", number)
    assert row
    about = (row["inspection_id"], row["purchase_id"], int(row["lot"]))
    await inspecting.examine(db, [Examine(*about, 0, 0, 0, note="", inspector="gao.feng")])


async def planned(db: asyncpg.Connection) -> None:
    await stock.learn(db, [item_changed("bolt")])
    aqls: dict[str, Any] = {"critical": ZERO, "major": Decimal("1.0"), "minor": Decimal("4.0")}
    await inspecting.keep_plan(db, [PlanState(item="bolt", level="II", **aqls, kept_by="qian.rui")])


async def test_what_is_inspected_first_is_put_away_there_when_it_is_accepted(db: asyncpg.Connection) -> None:
    await shelved(db, "SH/A-2")
    await planned(db)
    receipt = (await came(db, 4, "SH/A-2")).body.number
    assert await lying(db) == []
    await inspected(db, receipt)
    assert await lying(db) == [("SH/A-2", "", 4)]


async def test_a_place_that_is_given_up_meanwhile_is_the_items_own_instead(db: asyncpg.Connection) -> None:
    await shelved(db, "SH/A-2")
    await planned(db)
    receipt = (await came(db, 4, "SH/A-2")).body.number
    await shelved(db)
    await inspected(db, receipt)
    assert await lying(db) == [("A-1", "", 4)]


async def test_a_storekeeper_names_the_place_on_his_form(call: Caller) -> None:
    await call("PUT", "/stock/bolt", {"place": "A-1", "places": ["SH/A-2"]})
    ordered = purchased("bolt", 8)
    await call.hear(receiving.expect, ordered)
    body = {"purchase_id": str(ordered.purchase_id), "accepted": "4", "place": " SH/A-2 "}
    assert (await call("POST", "/receipts", body)).json()["place"] == "SH/A-2"
    assert (await call("POST", "/receipts", body | {"place": "Z"})).status_code == 409

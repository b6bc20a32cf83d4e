"""What becomes of rejected goods: back to the supplier, scrapped, or reworked and inspected again (WHS-5)."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any, cast

import asyncpg
import pytest
from pypdf import PdfReader

from chassis import clock
from chassis.handling import Answer
from contracts.warehouse import GoodsReceived
from services.warehouse.book.rules.gate import NotInItsUnit
from services.warehouse.book.rules.inspection import Way
from services.warehouse.inspecting import handlers, store
from services.warehouse.inspecting.rules import Dispose, MoreThanIsLeft, NobodyIsOwedIt
from services.warehouse.inspecting.view import InspectionState
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import Receive
from services.warehouse.stock import store as shelves
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, given_up, kinds, only, purchased
from services.warehouse.tests.test_inspecting import INSPECTION, arrived, concede, examine, outcome, planned, shelf
from tests.needs import needs

pytestmark = needs("WHS-5")
ZERO = Decimal(0)
RETURNED = f"RMA-{clock.today().year}-000001"


async def rejected(db: asyncpg.Connection) -> InspectionState:
    lot = await arrived(db, await planned(db), 500)
    await examine(db, lot, major=2)
    return lot


async def dispose(db: asyncpg.Connection, lot: InspectionState, kind: Way, quantity: Any) -> Any:
    asked = Dispose(lot.inspection_id, lot.purchase_id, kind, Decimal(quantity), "chuck wobbles", "qian.rui")
    return await outcome(handlers.dispose(db, [asked]))


async def test_what_goes_back_has_an_rma_number_and_is_still_owed(db: asyncpg.Connection) -> None:
    lot = await rejected(db)
    back = await dispose(db, lot, "rma", 480)
    assert (back.body.number, back.body.quantity, back.body.supplier) == (RETURNED, 480, "S-07")
    assert await shelf(db) == (0, 20, 500)
    (moved,) = await shelves.movements_of(db, "gear", 1)
    assert (moved.kind, int(moved.quantity), int(moved.quarantined), moved.reference) == (
        "rma",
        0,
        -480,
        RETURNED,
    )
    assert await store.list_disposals(db, "S-07", None, 9) == [back.body]
    assert await store.list_disposals(db, "S-08", None, 9) == []


async def test_what_is_scrapped_leaves_quarantine_and_is_in_nobodys_stock(db: asyncpg.Connection) -> None:
    lot = await rejected(db)
    await dispose(db, lot, "scrap", 500)
    assert await shelf(db) == (0, 0, 500)
    assert (await shelves.movements_of(db, "gear", 1))[0].kind == "scrap"
    assert [one.number for one in await store.list_waiting(db, None, 9)] == []


async def test_what_purchasing_gave_up_is_not_reworked_for_nobody_is_owed_it(db: asyncpg.Connection) -> None:
    purchase = await planned(db)
    lot = await arrived(db, purchase, 500)
    await examine(db, lot, major=2)
    await receiving.give_up(db, [given_up(purchase, 500)])
    assert isinstance(await dispose(db, lot, "rework", 500), NobodyIsOwedIt)
    assert isinstance(await dispose(db, lot, "rma", 500), Answer)


async def test_what_was_reworked_is_inspected_again_and_changes_no_standing(db: asyncpg.Connection) -> None:
    lot = await rejected(db)
    reworked = await dispose(db, lot, "rework", 300)
    assert reworked.body.number == f"{INSPECTION}-1"
    again = next(one for one in await store.list_waiting(db, None, 9) if one.again)
    assert (again.state, int(again.lot), int(again.left_over), again.sample) == ("open", 300, 300, 50)
    assert await shelf(db) == (0, 500, 500)
    accepted = await examine(db, again)
    assert kinds(accepted.events) == ["goods.received"]
    assert only(GoodsReceived, accepted.events).receipt_number == lot.receipt
    assert await shelf(db) == (300, 200, 200)
    assert await db.fetchval("SELECT count(*) FROM inspection_standing WHERE recent = '[false]'") == 1
    assert isinstance(await concede(db, lot), Answer)
    assert await shelf(db) == (500, 0, 0)


async def test_what_was_reworked_in_vain_is_not_told_as_rejected_a_second_time(db: asyncpg.Connection) -> None:
    lot = await rejected(db)
    await dispose(db, lot, "rework", 300)
    again = next(one for one in await store.list_waiting(db, None, 9) if one.again)
    turned_down = await examine(db, again, major=9)
    assert (turned_down.body.state, turned_down.events) == ("rejected", ())
    assert await db.fetchval("SELECT rejected FROM purchase WHERE purchase_id = $1", lot.purchase_id) == 500
    assert await shelf(db) == (0, 500, 500)


@pytest.mark.parametrize("quantity", [501, 0])
async def test_no_more_leaves_than_lies_there_and_not_nothing(db: asyncpg.Connection, quantity: int) -> None:
    lot = await rejected(db)
    assert isinstance(await dispose(db, lot, "scrap", quantity), MoreThanIsLeft)
    assert isinstance(await dispose(db, lot, "scrap", "1.5"), NotInItsUnit)
    assert await shelf(db) == (0, 500, 500)


async def test_what_has_no_verdict_or_a_good_one_does_not_leave_as_bad(db: asyncpg.Connection) -> None:
    lot = await arrived(db, await planned(db), 500)
    assert isinstance(await dispose(db, lot, "rma", 1), MoreThanIsLeft)
    await examine(db, lot)
    assert isinstance(await dispose(db, lot, "rma", 1), MoreThanIsLeft)


async def sent_back(call: Caller, lot: str = "L-7") -> dict[str, Any]:
    """480 of a rejected lot of 500 gears go back; the answer."""
    order, pool = Order(), cast(Any, call.engine.pool)
    async with pool.acquire() as db, db.transaction():
        await planned(db)
        purchase = purchased("gear", 500, order)
        await receiving.expect(db, [purchase])
        await receiving.receive(db, [Receive(purchase.purchase_id, Decimal(500), ZERO, "", "DN-5", lot=lot)])
        (found,) = await store.list_inspections(db, ("gear", None, None), None, 9)
        await examine(db, found, major=2)
    body = {"kind": "rma", "quantity": "480", "reason": "卡盘晃动"}
    answer = await call("POST", f"/inspections/{found.number}/dispose", body, role="quality manager")
    return {**answer.json(), "order": order.id, "receipt": found.receipt, "purchase": purchase.number}


async def test_what_goes_back_has_a_paper_with_its_lot_defects_and_reason(call: Caller) -> None:
    back = await sent_back(call)
    drawn = await call("GET", f"/papers/supplier_return/{back['number']}.pdf", role="quality manager")
    told = " ".join(PdfReader(BytesIO(drawn.content)).pages[0].extract_text().split())
    numbers = (RETURNED, "S-07", back["purchase"], back["receipt"], "DN-5", INSPECTION, "L-7")
    for part in (
        "Return to the supplier",
        *numbers,
        "480 piece",
        "major defects normal 50 2 1",
        "Why it goes back: 卡盘晃动",
    ):
        assert part in told
    chinese = await call("GET", f"/papers/supplier_return/{back['number']}.pdf?language=zh-Hans", role="buyer")
    assert "退货单" in PdfReader(BytesIO(chinese.content)).pages[0].extract_text()


async def test_the_paper_stands_with_the_order_for_which_it_was_bought_and_a_link_opens_it(call: Caller) -> None:
    back = await sent_back(call, lot="")
    listed = (await call("GET", f"/papers?order={back['order']}", role="buyer")).json()["items"]
    assert [one["number"] for one in listed if one["kind"] == "supplier_return"] == [back["number"]]
    link = await call("POST", f"/papers/supplier_return/{back['number']}/link", {"days": 3}, role="buyer")
    assert link.status_code == 200
    shown = (await call("GET", f"/papers/supplier_return/{back['number'].lower()}", role="buyer")).json()
    assert (shown["version"], shown["data"]["lot"]) == (1, "")
    again = (await call("GET", f"/papers/supplier_return/{back['number']}", role="storekeeper")).json()
    assert again["version"] == 1
    kept = (await call("GET", "/papers/archive?supplier=S-07", role="buyer")).json()["items"]
    assert [(one["kind"], one["number"]) for one in kept] == [("supplier_return", back["number"])]


async def test_what_is_scrapped_or_unknown_has_no_such_paper_and_a_customer_sees_none(call: Caller) -> None:
    back = await sent_back(call)
    assert (await call("GET", f"/papers/supplier_return/{INSPECTION}", role="buyer")).status_code == 404
    assert (await call("GET", "/papers/supplier_return/RMA-2026-000009", role="buyer")).status_code == 404
    path = f"/papers/supplier_return/{back['number']}"
    assert [(await call("GET", path, role=role)).status_code for role in ("customer", "merchandiser")] == [403, 403]

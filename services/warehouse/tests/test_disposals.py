"""What becomes of rejected goods: back to the supplier, scrapped, or reworked and inspected again (WHS-5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from contracts.warehouse import GoodsReceived
from services.warehouse.book.rules.gate import NotInItsUnit
from services.warehouse.book.rules.inspection import Way
from services.warehouse.inspecting import handlers, store
from services.warehouse.inspecting.rules import Dispose, MoreThanIsLeft, NobodyIsOwedIt
from services.warehouse.inspecting.view import InspectionState
from services.warehouse.receiving import handlers as receiving
from services.warehouse.stock import store as shelves
from services.warehouse.tests.samples import given_up, kinds, only
from services.warehouse.tests.test_inspecting import INSPECTION, arrived, concede, examine, outcome, planned, shelf
from tests.needs import needs

pytestmark = needs("WHS-5")
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

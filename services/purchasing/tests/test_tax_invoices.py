"""Every purchase has, in the end, a tax invoice (PUR-4)."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from chassis.http.page import FIRST
from chassis.ids import new_id
from contracts.payables import BillBlocked, BillCredited, BillMatched, BillRefused
from contracts.review import Reason
from contracts.warehouse import GoodsReceived
from services.purchasing.bills import handlers, store
from services.purchasing.tests.made import eur
from tests.needs import needs

pytestmark = needs("PUR-4")

PUT = "INSERT INTO purchase (id, item, supplier, state, number, doc) VALUES ($1, 'bolt', 'S-1', 'closed', 'PO-1', '{}')"


def about(purchase_id: UUID, quantity: int, version: int = 1, bill_id: UUID | None = None) -> dict[str, Any]:
    paper = {"number": "YD-1", "supplier": "S-1", "item": "bolt", "dated": date(2026, 3, 10)}
    names = {"purchase_id": purchase_id, "bill_id": bill_id or new_id(), "version": version}
    return {**names, **paper, "quantity": Decimal(quantity)}


def matched(purchase_id: UUID, quantity: int, **more: Any) -> BillMatched:
    return BillMatched(**about(purchase_id, quantity, **more), amount=eur(1), due=date(2026, 4, 10))


async def received(db: asyncpg.Connection, quantity: int) -> UUID:
    purchase_id = new_id()
    await db.execute(PUT, purchase_id)
    came: dict[str, Any] = {"accepted": Decimal(quantity), "outstanding": Decimal(0), "receipt_number": "GR-1"}
    await handlers.count_receipts(db, [GoodsReceived(purchase_id=purchase_id, item="bolt", **came)])
    return purchase_id


async def test_what_came_lacks_an_invoice_until_all_of_it_is_billed(db: asyncpg.Connection) -> None:
    purchase_id = await received(db, 10)
    await handlers.take_bills(db, [matched(purchase_id, 4)])
    (lacking,) = await store.not_billed(db, None, FIRST, 10)
    assert (lacking.number, lacking.received, lacking.billed) == ("PO-1", Decimal(10), Decimal(4))
    assert await store.not_billed(db, "S-2", FIRST, 10) == []
    await handlers.take_bills(db, [matched(purchase_id, 6)])
    assert await store.not_billed(db, None, FIRST, 10) == []


async def test_a_bill_that_is_held_back_counts_when_it_is_matched(db: asyncpg.Connection) -> None:
    purchase_id, bill_id = await received(db, 10), new_id()
    reasons = (Reason(code="billed_above_price", text="too dear"),)
    blocked = BillBlocked(**about(purchase_id, 10, bill_id=bill_id), reasons=reasons)
    await handlers.take_bills(db, [blocked])
    assert [one.state for one in await store.of_purchase(db, purchase_id)] == ["blocked"]
    assert len(await store.not_billed(db, None, FIRST, 10)) == 1
    await handlers.take_bills(db, [matched(purchase_id, 10, version=2, bill_id=bill_id)])
    await handlers.take_bills(db, [blocked])
    assert [one.state for one in await store.of_purchase(db, purchase_id)] == ["matched"]
    assert await store.not_billed(db, None, FIRST, 10) == []


async def test_goods_that_a_supplier_credits_lack_an_invoice_again_and_a_price_changes_nothing(
    db: asyncpg.Connection,
) -> None:
    purchase_id, bill_id = await received(db, 10), new_id()
    more: dict[str, Any] = {"credit_note": "CN-1", "amount": eur(1)}
    goods = BillCredited(**about(purchase_id, 4, version=2, bill_id=bill_id), **more)
    price = BillCredited(**about(purchase_id, 0, version=3, bill_id=bill_id), **more)
    await handlers.take_credits(db, [goods, price])
    await handlers.take_bills(db, [matched(purchase_id, 10, bill_id=bill_id)])
    (lacking,) = await store.not_billed(db, None, FIRST, 10)
    assert (lacking.received, lacking.billed) == (Decimal(10), Decimal(6))
    assert [one.quantity for one in await store.of_purchase(db, purchase_id)] == [10]


async def test_a_bill_that_was_sent_back_bills_nothing(db: asyncpg.Connection) -> None:
    purchase_id = await received(db, 10)
    await handlers.take_bills(db, [BillRefused(**about(purchase_id, 10), reason="wrong")])
    assert [one.counts for one in await store.of_purchase(db, purchase_id)] == [0]
    assert len(await store.not_billed(db, None, FIRST, 10)) == 1

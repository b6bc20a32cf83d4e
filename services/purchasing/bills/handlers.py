"""Goods come, and their tax invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.payables import BillBlocked, BillCredited, BillMatched, BillRefused, SupplierPaid, SupplierUnpaid
from contracts.warehouse import GoodsReceived
from services.purchasing.bills import store
from services.purchasing.bills.rules import Told, as_kept


async def count_receipts(db: Db, receipts: Sequence[GoodsReceived]) -> list[Nothing]:
    """What came asks for a tax invoice (PUR-4)."""
    await store.receive(db, receipts)
    return [() for _ in receipts]


async def take_bills(db: Db, told: Sequence[Told]) -> list[Nothing]:
    """What finance says of suppliers' invoices."""
    await store.keep(db, [as_kept(one) for one in told])
    return [() for _ in told]


async def take_credits(db: Db, told: Sequence[BillCredited]) -> list[Nothing]:
    """Goods that a supplier credits he may bill again: their tax invoice is lacking (PUR-4)."""
    await store.credit(db, told)
    return [() for _ in told]


HANDLES: Mapping[type[Event], Handler] = {
    GoodsReceived: count_receipts,
    BillMatched: take_bills,
    BillBlocked: take_bills,
    BillRefused: take_bills,
    BillCredited: take_credits,
    SupplierPaid: take_bills,
    SupplierUnpaid: take_bills,
}

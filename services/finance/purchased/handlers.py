"""Purchases are ordered, given up and received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, NotReady
from contracts.event import Event
from contracts.payables import BillMatched
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.warehouse import GoodsReceived
from services.finance.bill.store import Touched
from services.finance.bill.work import handle
from services.finance.bills.store import tolerances
from services.finance.purchased import rules


async def take_orders(db: Db, orders: Sequence[PurchaseOrdered]) -> list[tuple[BillMatched, ...]]:
    """What was agreed with suppliers."""
    return await handle(db, orders, Touched([order.purchase_id for order in orders]), rules.order, tolerances)


async def take_cancels(db: Db, cancels: Sequence[PurchaseCancelled]) -> list[tuple[BillMatched, ...]]:
    """What suppliers will not deliver any more."""
    return await handle(db, cancels, Touched([cancel.purchase_id for cancel in cancels]), rules.give_up, tolerances)


async def take_receipts(db: Db, receipts: Sequence[GoodsReceived]) -> list[tuple[BillMatched, ...] | NotReady]:
    """Goods came: they are owed, and a bill that was held back for want of them may agree now."""
    return await handle(db, receipts, Touched([receipt.purchase_id for receipt in receipts]), rules.receive, tolerances)


HANDLES: Mapping[type[Event], Handler] = {
    PurchaseOrdered: take_orders,
    PurchaseCancelled: take_cancels,
    GoodsReceived: take_receipts,
}

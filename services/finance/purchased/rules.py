"""What finance hears of purchases; goods that came are owed before they are billed (FIN-3, FIN-5)."""

from __future__ import annotations

from typing import Any

from chassis.handling import NotReady
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.warehouse import GoodsReceived
from services.finance.account.rules.entries import INVENTORY, NOT_BILLED, Entry, credit, debit, moving
from services.finance.bill.rules.values import Payables, Posted, Purchased


def order(payables: Payables, told: PurchaseOrdered) -> Posted[Any]:
    """What was agreed: the highest version holds."""
    known = payables.purchase(told.purchase_id)
    if known.version >= told.version:
        return Posted(payables)
    agreed = {name: getattr(told, name) for name in ("version", "number", "item", "supplier", "unit_price", "orders")}
    return Posted(payables.with_purchase(known.but(**agreed, ordered=told.quantity)))


def give_up(payables: Payables, told: PurchaseCancelled) -> Posted[Any]:
    """What was ordered and will not come; also before its order is heard."""
    if not told.was_ordered:
        return Posted(payables)
    known = payables.purchase(told.purchase_id)
    return Posted(payables.with_purchase(known.but(cancelled=known.cancelled + told.quantity)))


def receive(payables: Payables, told: GoodsReceived) -> Posted[Any] | NotReady:
    """Stock at the ordered price, against what is not billed yet; rounded of the whole, not of each receipt."""
    known = payables.purchase(told.purchase_id)
    if not known.number:
        return NotReady(of=(PurchaseOrdered,), key=str(told.purchase_id))
    received = known.received + told.accepted
    orders = tuple(dict.fromkeys((*known.orders, *told.orders)))
    now = known.but(received=received, accrued=known.worth(received), orders=orders)
    return Posted(payables.with_purchase(now), (), _accrual(known, now, told.receipt_number))


def _accrual(before: Purchased, now: Purchased, receipt: str) -> tuple[Entry, ...]:
    amount = now.accrued - before.accrued
    postings = moving(debit(INVENTORY, amount), credit(NOT_BILLED, amount).but(purchase_id=now.purchase_id))
    entry = Entry(kind="receipt", document=receipt, supplier=now.supplier, currency=now.currency, postings=postings)
    return (entry,) if postings else ()

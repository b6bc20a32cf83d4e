"""What finance hears of purchases; goods that came are owed before they are billed (FIN-3, FIN-5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from chassis.handling import NotReady
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.warehouse import GoodsReceived
from services.finance.account.rules.entries import NOT_BILLED, either_way
from services.finance.bill.rules.values import Payables, Posted, Purchased
from services.finance.item_cost.rules.stock import Valued


def order(payables: Payables, told: PurchaseOrdered) -> Posted[Any]:
    """What was agreed: the highest version holds."""
    known = payables.purchase(told.purchase_id)
    if known.version >= told.version:
        return Posted(payables)
    names = ("version", "number", "purchase_order", "item", "supplier", "unit_price", "orders")
    agreed = {name: getattr(told, name) for name in names}
    now = known.but(**agreed, ordered=told.quantity)
    return _revalued(payables, known, now if now.currency != known.currency else _at_its_price(now))


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
    came = _valued(now, now.accrued - known.accrued, told.accepted, told.receipt_number).but(came=True)
    return Posted(payables.with_purchase(now), valued=(came,) if told.accepted else ())


def _at_its_price(known: Purchased) -> Purchased:
    return known.but(accrued=known.worth(known.received), cleared=known.worth(known.billed))


def _revalued(payables: Payables, before: Purchased, now: Purchased) -> Posted[Any]:
    """A price that changes after goods came changes what is owed for those that are not billed, and what they cost."""
    more = (now.accrued - now.cleared) - (before.accrued - before.cleared)
    not_billed = now.received - now.billed
    valued = _valued(now, more, not_billed if not_billed > 0 else now.received, now.number)
    return Posted(payables.with_purchase(now), valued=(valued,) if more else ())


def _valued(now: Purchased, amount: Decimal, quantity: Decimal, document: str) -> Valued:
    return Valued(
        item=now.item,
        quantity=quantity,
        amount=amount,
        came=False,
        kind="receipt",
        document=document,
        supplier=now.supplier,
        currency=now.currency,
        against=either_way(NOT_BILLED, -amount).but(purchase_id=now.purchase_id),
    )

"""Purchases and suppliers' bills for the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.handling import Answer, Db
from chassis.ids import new_id
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered, SupplierChanged
from contracts.warehouse import GoodsReceived
from services.finance.bill.view import BillState
from services.finance.bills import handlers as bills
from services.finance.bills.rules import LineAsked, Paper
from services.finance.payees import handlers as payees
from services.finance.purchased import handlers as purchased
from services.finance.tests.samples import money

DATED = date(2026, 3, 10)


class Bought:
    """A purchase of bolts from S-07 in the making of its events."""

    def __init__(self, quantity: str = "100", price: str = "2.50", number: str = "PO-2026-000001") -> None:
        self.id, self.number = new_id(), number
        self.quantity, self.price = Decimal(quantity), price
        self.order_id = new_id()

    def ordered(self) -> PurchaseOrdered:
        return PurchaseOrdered(
            purchase_id=self.id,
            version=1,
            item="bolt",
            supplier="S-07",
            number=self.number,
            quantity=self.quantity,
            unit_price=money(self.price, "CNY"),
            orders=(self.order_id,),
        )

    def cancelled(self, quantity: str, version: int = 2) -> PurchaseCancelled:
        return PurchaseCancelled(
            purchase_id=self.id,
            version=version,
            item="bolt",
            supplier="S-07",
            quantity=Decimal(quantity),
            was_ordered=True,
            outstanding=Decimal(0),
            reason="",
        )

    def received(self, quantity: str, receipt: str = "GR-2026-000001") -> GoodsReceived:
        return GoodsReceived(
            purchase_id=self.id,
            item="bolt",
            accepted=Decimal(quantity),
            outstanding=Decimal(0),
            receipt_number=receipt,
            orders=(self.order_id,),
        )

    def billed(self, quantity: str, price: str = "", tax: str = "0", number: str = "YD-1", **changed: Any) -> Paper:
        line = LineAsked(self.number, "bolt", Decimal(quantity), Decimal(price or self.price), Decimal(tax))
        return paper(line, number=number, **changed)


def paper(*lines: LineAsked, number: str = "YD-1", **changed: Any) -> Paper:
    """S-07's bill with sums that are right, of li.na."""
    tax = sum((line.tax for line in lines), Decimal(0))
    total = sum((line.quantity * line.unit_price for line in lines), tax)
    fields: dict[str, Any] = {"supplier": "S-07", "number": number, "dated": DATED, "currency": "CNY", "lines": lines}
    return Paper(**{**fields, "tax": tax, "total": total, "person": "li.na", **changed})


def supplier(days: int = 60, version: int = 1) -> SupplierChanged:
    return SupplierChanged(
        supplier="S-07",
        version=version,
        name="宁波永达五金",
        country="CN",
        currency="CNY",
        payment_days=days,
        language="zh",
    )


async def delivered(db: Db, bought: Bought, quantity: str) -> None:
    """Finance knows the supplier, the order and so much of its goods."""
    await payees.take_suppliers(db, [supplier()])
    await purchased.take_orders(db, [bought.ordered()])
    if Decimal(quantity):
        await purchased.take_receipts(db, [bought.received(quantity)])


async def entered(db: Db, asked: Paper) -> tuple[BillState, tuple[Any, ...]]:
    """The bill, and what is said of it."""
    (answer,) = await bills.enter(db, [asked])
    assert isinstance(answer, Answer), answer
    assert isinstance(answer.body, BillState)
    return answer.body, answer.events


async def balances(db: Db) -> dict[str, Decimal]:
    """Each account's debits less credits."""
    rows = await db.fetch("SELECT account, sum(debit - credit) AS left FROM journal_line GROUP BY 1")
    return {row["account"]: row["left"] for row in rows if row["left"]}


def named(answer: Any, bill_id: UUID) -> bool:
    return isinstance(answer, Answer) and getattr(answer.body, "bill_id", None) == bill_id

"""Purchases awaited at the dock."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from chassis.handling import Db
from services.warehouse.book.rules import Purchase, Receipt

AWAITED = """
SELECT purchase_id, number, item, supplier, ordered, accepted, rejected, cancelled,
       greatest(ordered - accepted - cancelled, 0) AS outstanding
FROM purchase WHERE ordered > accepted + cancelled AND ($1::uuid IS NULL OR purchase_id > $1)
ORDER BY purchase_id LIMIT $2
"""
ORDER_NAMED = """
SELECT order_id FROM demand WHERE number = $1
UNION SELECT order_id FROM shipment WHERE slip_number = $1 AND slip_number <> ''
UNION SELECT served.order_id FROM (
    SELECT orders FROM purchase WHERE number = $1
    UNION ALL SELECT p.orders FROM receipt r LEFT JOIN purchase p USING (purchase_id) WHERE r.number = $1
    UNION ALL SELECT p.orders FROM receipt r LEFT JOIN purchase p USING (purchase_id)
              WHERE r.inspection = $1 AND r.inspection <> ''
) bought LEFT JOIN LATERAL unnest(bought.orders) AS served(order_id) ON true
"""
"""By every number that our papers bear: order, outbound slip, purchase, goods receipt, inspection ($1); no order (null)
where the goods are for the shelf."""


class PurchaseState(BaseModel):
    """What a supplier still owes the dock."""

    purchase_id: UUID
    number: str
    item: str
    supplier: str
    ordered: Decimal
    accepted: Decimal
    rejected: Decimal
    cancelled: Decimal
    outstanding: Decimal


class Purchases(BaseModel):
    """A page of purchases; ``next`` is the cursor of the page after it."""

    items: list[PurchaseState]
    next: UUID | None


class ReceiptState(BaseModel):
    """A receipt, and what is outstanding after it."""

    number: str
    purchase_id: UUID
    item: str
    accepted: Decimal
    rejected: Decimal
    outstanding: Decimal
    inspection: str
    delivery_note: str
    received_on: date | None

    @classmethod
    def of(cls, receipt: Receipt, purchase: Purchase) -> ReceiptState:
        return cls(
            number=receipt.number,
            purchase_id=receipt.purchase_id,
            item=receipt.item,
            accepted=receipt.accepted,
            rejected=receipt.rejected,
            outstanding=purchase.outstanding,
            inspection=receipt.inspection,
            delivery_note=receipt.delivery_note,
            received_on=receipt.received_on,
        )


async def list_awaited(db: Db, after: UUID | None, limit: int) -> list[PurchaseState]:
    """Purchases with something outstanding, after a cursor."""
    return [PurchaseState(**row) for row in await db.fetch(AWAITED, after, limit)]

"""Purchases as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from chassis.handling import Db
from contracts.money import Money
from contracts.supply import Served
from services.purchasing.orders.rules import Purchase, State
from services.purchasing.reading.rules import OF_PURCHASE, Reader
from services.purchasing.reading.store import read

PURCHASES = Reader("purchase", TypeAdapter(Purchase), OF_PURCHASE)
LIST = """
SELECT id, doc::text FROM purchase
WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR item = $2) AND ($3::text IS NULL OR supplier = $3)
  AND ($4::text IS NULL OR number = upper($4)) AND ($5::uuid IS NULL OR id > $5)
ORDER BY id LIMIT $6
"""
ONE = "SELECT doc::text FROM purchase WHERE id = $1"
NUMBERED = "SELECT id FROM purchase WHERE number = upper($1) AND number <> ''"


class PurchaseState(BaseModel):
    """A purchase with its budget sheet (PUR-2): quantity, unit price, amount, latest purchase date."""

    purchase_id: UUID
    number: str
    item: str
    supplier: str
    state: State
    version: int
    quantity: Decimal
    accepted: Decimal
    cancelled: Decimal
    rejected: Decimal
    outstanding: Decimal
    for_stock: Decimal
    cancel_asked: Decimal
    request: int
    unit_price: Money | None
    budget_price: Money | None
    amount: Money | None
    ordered_on: date | None
    promised_on: date | None
    latest_on: date | None
    """The latest day on which it should be ordered, from the orders' promised dates back (PUR-2)."""
    late: bool
    """Ordered after its latest day."""
    delay_reason: str
    """Why ``promised_on`` is another date than before (PUR-4)."""
    reason: str
    served: tuple[Served, ...]

    def for_supplier(self) -> PurchaseState:
        """What its supplier may see: not our budget, not our customers' orders (ALL-3)."""
        return self.model_copy(update={"budget_price": None, "latest_on": None, "late": False, "served": ()})

    @classmethod
    def of(cls, purchase: Purchase) -> PurchaseState:
        p, price = purchase, purchase.unit_price
        return cls(
            purchase_id=p.id,
            number=p.number,
            item=p.item,
            supplier=p.supplier,
            state=p.state,
            version=p.version,
            quantity=p.quantity,
            accepted=p.accepted,
            cancelled=p.cancelled,
            rejected=p.rejected,
            outstanding=p.outstanding,
            for_stock=p.stock,
            cancel_asked=p.cancel_asked,
            request=p.request,
            unit_price=price,
            budget_price=p.budget_price,
            amount=Money(amount=p.quantity * price.amount, currency=price.currency) if price else None,
            ordered_on=p.ordered_on,
            promised_on=p.promised_on,
            latest_on=p.latest_on,
            late=p.ordered_on is not None and p.latest_on is not None and p.ordered_on > p.latest_on,
            delay_reason=p.delay_reason,
            reason=p.reason,
            served=p.served,
        )


ORDER_NAMED = """
SELECT coalesce(now.order_id, before.order_id)::uuid AS order_id
FROM purchase p
LEFT JOIN LATERAL jsonb_array_elements_text(p.doc->'last_served') AS before(order_id) ON true
LEFT JOIN LATERAL (SELECT one->>'order_id' AS order_id FROM jsonb_array_elements(p.doc->'served') AS one)
    AS now ON before.order_id IS NULL
WHERE p.number = $1 AND p.number <> ''
"""
"""By a purchase's number ($1): the orders that it serves, or served last; none (null) where it fills the shelf."""
CALLED = "SELECT id, number FROM purchase WHERE id = ANY($1::uuid[]) AND number <> ''"
"""The numbers of purchases."""


async def purchases(
    db: Db,
    state: str | None,
    item: str | None,
    supplier: str | None,
    number: str | None,
    after: UUID | None,
    limit: int,
) -> list[PurchaseState]:
    """Purchases in the order of their making; one that cannot be read is left out."""
    rows = await db.fetch(LIST, state, item, supplier, number, after, limit)
    found = [read(PURCHASES, row["doc"], f"purchase {row['id']}") for row in rows]
    return [PurchaseState.of(purchase) for purchase in found if purchase]


async def purchase_of(db: Db, purchase_id: UUID) -> PurchaseState | None:
    """One purchase, or None."""
    doc = await db.fetchval(ONE, purchase_id)
    found = read(PURCHASES, doc, f"purchase {purchase_id}") if doc else None
    return PurchaseState.of(found) if found else None


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The purchase that people call so: PO-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))

"""HTTP of tax invoices: looked at here, entered at finance (PUR-4)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Code
from services.purchasing.bills import store
from services.purchasing.bills.rules import TaxInvoice
from services.purchasing.bills.view import NotBilled
from services.purchasing.ledger.paths import PurchaseId

router = Router(prefix="/api/v1/tax-invoices", tags=["tax invoices"])
Reader = Annotated[Person, Depends(allow("buyer", "planner", "accountant", "finance manager", "management"))]


class NotBilledPage(Page[NotBilled]):
    """Purchases that lack a tax invoice; ``next`` is the cursor of the next page."""


@router.get("/missing")
async def list_not_billed(
    db: Look, _: Reader, supplier: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> NotBilledPage:
    """Purchases of which more came than was billed (PUR-4)."""
    items = await store.not_billed(db, supplier, after, limit)
    return NotBilledPage(items=tuple(items), next=items[-1].purchase_id if len(items) == limit else None)


@router.get("/{purchase_id}")
async def list_tax_invoices(_: Reader, purchase_id: PurchaseId, db: Look) -> list[TaxInvoice]:
    """The tax invoices for a purchase, with what became of them (PUR-4)."""
    return await store.of_purchase(db, purchase_id)

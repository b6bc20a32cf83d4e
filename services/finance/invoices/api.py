"""HTTP of invoices: looked at, never written by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from chassis import clock
from chassis.http.identity import Person, allow
from chassis.http.web import Reading
from chassis.refusal import NotFound
from contracts.scalars import Code, Reference
from services.finance.billing.rules import Invoice, InvoiceFields
from services.finance.invoices import store
from services.finance.paths import InvoiceId

NONE = UUID(int=0)
READERS = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager",
    "customer service", "management",
)  # fmt: skip
Reader = Annotated[Person, Depends(allow(*READERS))]
Limit = Annotated[int, Query(ge=1, le=500)]

router = APIRouter(prefix="/api/v1", tags=["invoices"])


class InvoiceShown(InvoiceFields):
    """An invoice, with what is still to pay of it."""

    outstanding: Decimal
    state: store.State


class Invoices(BaseModel):
    """Invoices in the order of their making; ``next`` is the cursor of the next page."""

    items: list[InvoiceShown]
    next: UUID | None


class Ageing(BaseModel):
    """What customers owe, by customer and currency; ``next`` is the cursor of the next page."""

    items: list[store.Aged]
    next: str | None


@router.get("/invoices", response_model=Invoices)
async def list_invoices(
    db: Reading,
    _: Reader,
    state: store.State | None = None,
    customer: Code | None = None,
    order_id: UUID | None = None,
    number: Reference | None = None,
    after: UUID = NONE,
    limit: Limit = 100,
) -> Invoices:
    found = await store.listed(
        db,
        state=state,
        customer=customer,
        order_id=order_id,
        number=number,
        today=clock.today(),
        after=after,
        limit=limit,
    )
    return Invoices(items=[_shown(i) for i in found], next=found[-1].invoice_id if len(found) == limit else None)


@router.get("/invoices/{invoice_id}", response_model=InvoiceShown)
async def find_invoice(_: Reader, invoice_id: InvoiceId, db: Reading) -> InvoiceShown:
    invoice = await store.find(db, invoice_id)
    if invoice is None:
        raise NotFound(what="invoice", id=invoice_id)
    return _shown(invoice)


@router.get("/ageing", response_model=Ageing)
async def list_ageing(
    db: Reading,
    _: Reader,
    customer: Code | None = None,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 100,
) -> Ageing:
    """What each customer owes, by days past the due date (FIN-4)."""
    items = await store.ageing(db, clock.today(), customer, after, limit)
    return Ageing(items=items, next=items[-1].customer if len(items) == limit else None)


def _shown(invoice: Invoice) -> InvoiceShown:
    late = invoice.outstanding > 0 and invoice.due < clock.today()
    state: store.State = "overdue" if late else "open" if invoice.outstanding > 0 else "paid"
    return InvoiceShown(**invoice.model_dump(), outstanding=invoice.outstanding, state=state)

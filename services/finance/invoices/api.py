"""HTTP of invoices: looked at, never written by hand."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from chassis import clock
from chassis.http.identity import Person, Role, allow
from chassis.http.named import named
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Reference
from services.finance.invoices import store
from services.finance.invoices.view import Aged, InvoiceShown, State, shown

READERS: tuple[Role, ...] = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager",
    "customer service", "management",
)  # fmt: skip
Reader = Annotated[Person, Depends(allow(*READERS))]
InvoiceId = Annotated[UUID, named("invoice", "invoice_id", store.numbered)]

router = Router(prefix="/api/v1", tags=["invoices"])


class Invoices(Page[InvoiceShown]):
    """Invoices in the order of their making; ``next`` is the cursor of the next page."""


class Ageing(Page[Aged, str]):
    """What customers owe, by customer and currency; ``next`` is the cursor of the next page."""


@router.get("/invoices", response_model=Invoices)
async def list_invoices(
    db: Look,
    _: Reader,
    state: State | None = None,
    customer: Code | None = None,
    order_id: UUID | None = None,
    number: Reference | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> Invoices:
    today = clock.today()
    found = await store.listed(
        db, state=state, customer=customer, order_id=order_id, number=number, today=today, after=after, limit=limit
    )
    items = tuple(shown(invoice, today) for invoice in found)
    return Invoices(items=items, next=found[-1].invoice_id if len(found) == limit else None)


@router.get("/invoices/{invoice_id}", response_model=InvoiceShown)
async def find_invoice(_: Reader, invoice_id: InvoiceId, db: Look) -> InvoiceShown:
    invoice = await store.find(db, invoice_id)
    if invoice is None:
        raise NotFound(what="invoice", id=invoice_id)
    return shown(invoice, clock.today())


@router.get("/ageing", response_model=Ageing)
async def list_ageing(
    db: Look,
    _: Reader,
    customer: Code | None = None,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 100,
) -> Ageing:
    """What each customer owes, by days past the due date (FIN-4)."""
    items = await store.ageing(db, clock.today(), customer, after, limit)
    return Ageing(items=tuple(items), next=items[-1].customer if len(items) == limit else None)

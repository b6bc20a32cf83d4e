"""HTTP of invoices: looked at, never written by hand."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from chassis import clock
from chassis.identity import Person, allow
from chassis.refusal import NotFound
from chassis.web import Reading
from services.finance.billing.rules import Invoice
from services.finance.invoices import store

NONE = UUID(int=0)
READERS = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager",
    "customer service", "management",
)  # fmt: skip
Reader = Annotated[Person, Depends(allow(*READERS))]
Limit = Annotated[int, Query(ge=1, le=500)]

router = APIRouter(prefix="/api/v1", tags=["invoices"])


@router.get("/invoices")
async def list_invoices(
    db: Reading,
    _: Reader,
    state: store.State | None = None,
    customer: str | None = None,
    order_id: UUID | None = None,
    number: str | None = None,
    after: UUID = NONE,
    limit: Limit = 100,
) -> dict[str, Any]:
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
    return {"items": [_shown(i) for i in found], "next": found[-1].invoice_id if len(found) == limit else None}


@router.get("/invoices/{invoice_id}")
async def find_invoice(invoice_id: UUID, db: Reading, _: Reader) -> dict[str, Any]:
    invoice = await store.find(db, invoice_id)
    if invoice is None:
        raise NotFound(what="invoice", id=invoice_id)
    return _shown(invoice)


@router.get("/ageing")
async def list_ageing(
    db: Reading, _: Reader, customer: str | None = None, after: str = "", limit: Limit = 100
) -> dict[str, Any]:
    """What each customer owes, by days past the due date (FIN-4)."""
    items = await store.ageing(db, clock.today(), customer, after, limit)
    return {"items": items, "next": items[-1]["customer"] if len(items) == limit else None}


def _shown(invoice: Invoice) -> dict[str, Any]:
    late = invoice.outstanding > 0 and invoice.due < clock.today()
    state = "overdue" if late else "open" if invoice.outstanding > 0 else "paid"
    return invoice.model_dump() | {"outstanding": invoice.outstanding, "state": state}

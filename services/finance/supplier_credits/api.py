"""HTTP of suppliers' credit notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.http.asked import DayGone
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.scalars import Number, Reference
from services.finance.bill import store as bills
from services.finance.bill.paths import BillId
from services.finance.bill.rules.values import CreditLine, CreditTaken
from services.finance.bill.view import BillState
from services.finance.supplier_credits import handlers
from services.finance.supplier_credits.rules import Credit

Amount = Annotated[Number, Field(ge=0, lt=10**12)]
router = Router(prefix="/api/v1", tags=["bills"])


class CreditLineAsked(BaseModel):
    """What it credits of one order's line: goods with their amount, or of a price the amount alone."""

    purchase: Reference
    quantity: Annotated[AskedQuantity, Field(ge=0)] = Decimal(0)
    amount: Amount
    tax: Amount = Decimal(0)


class TakeCreditNote(BaseModel):
    """A supplier's credit note, by the number that he gave it; ``total`` is with tax."""

    number: Reference
    dated: DayGone
    lines: Annotated[list[CreditLineAsked], Field(min_length=1, max_length=500)]
    total: Annotated[Amount, Field(gt=0)]


@router.post("/bills/{bill_id}/credit", response_model=BillState)
async def credit_bill(
    by: Annotated[Person, Depends(allow("accountant"))],
    bill_id: BillId,
    asked: TakeCreditNote,
    ask: Ask,
    db: Look,
) -> Response:
    """Its supplier credits something of a bill: so much less is paid of it, or comes off his next bills (FIN-5)."""
    bill = await bills.find(db, bill_id)
    if bill is None:
        raise NotFound(what="bill", id=bill_id)
    lines = tuple(CreditLine(**line.model_dump()) for line in asked.lines)
    note = CreditTaken(number=asked.number, dated=asked.dated, lines=lines, total=asked.total, entered_by=by.code)
    return await ask(handlers.take, Credit(bill_id, note), key=f"{bill.supplier}/{bill.number}", by=by)

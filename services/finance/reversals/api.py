"""HTTP of those who say what a bank took back."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from contracts.scalars import Reference
from services.finance.receipt.rules import Receipt
from services.finance.reversals import handlers
from services.finance.reversals.rules.naming import NameReversed

router = APIRouter(prefix="/api/v1", tags=["receipts"])


class NameWhatIsReversed(BaseModel):
    """The bank's reference of the receipt that it takes back, or its id."""

    reference: Reference


@router.post("/receipts/{receipt_id}/name-reversed", response_model=Receipt)
async def name_reversed_receipt(
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
    receipt_id: UUID,
    asked: NameWhatIsReversed,
    ask: Ask,
) -> Response:
    """Of a reversal that waits: which receipt the bank took back; what that paid is owed again (FIN-2)."""
    return await ask(handlers.name, NameReversed(receipt_id, asked.reference, by.code), key=str(receipt_id), by=by)

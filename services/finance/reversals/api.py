"""HTTP of those who say what a bank took back."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import InvalidInput
from contracts.scalars import Reference
from contracts.texts import Text
from services.finance.account import store as accounts
from services.finance.receipt.rules import Receipt
from services.finance.reversals import handlers
from services.finance.reversals.rules.naming import NameReversed
from services.finance.reversals.rules.returned_refund import NameRefund

router = Router(prefix="/api/v1", tags=["receipts"])


class NameWhatIsReversed(BaseModel):
    """The bank's reference of the receipt that it takes back, or its id."""

    reference: Reference


class NameReturnedRefund(BaseModel):
    """The number of the order whose refund came back."""

    order: Reference


@router.post("/receipts/{receipt_id}/name-reversed", response_model=Receipt)
async def name_reversed_receipt(
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
    receipt_id: UUID,
    asked: NameWhatIsReversed,
    ask: Ask,
) -> Response:
    """Of a reversal that waits: which receipt the bank took back; what that paid is owed again (FIN-2)."""
    return await ask(handlers.name, NameReversed(receipt_id, asked.reference, by.code), key=str(receipt_id), by=by)


@router.post("/receipts/{receipt_id}/refund-returned", response_model=Receipt)
async def name_returned_refund(
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
    receipt_id: UUID,
    asked: NameReturnedRefund,
    db: Look,
    ask: Ask,
) -> Response:
    """What a bank brought back of money that was given back is owed to the customer again, and let go anew (FIN-2)."""
    order_id = await accounts.numbered(db, asked.order, {})
    if order_id is None:
        expected = Text("the number of an order")
        raise InvalidInput([{"field": "order", "expected": expected, "came": asked.order}])
    return await ask(handlers.bring_back, NameRefund(receipt_id, order_id, by.code), key=str(order_id), by=by)

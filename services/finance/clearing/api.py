"""HTTP of those who say what a bank's entry was."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from contracts.scalars import Reference, Told
from services.finance.clearing import handlers
from services.finance.clearing.rules import Book
from services.finance.receipt.rules import Receipt

router = Router(prefix="/api/v1", tags=["receipts"])


class BookReceipt(BaseModel):
    """The account of the ledger: 6603 of a bank's charge, 1002 of what was booked when we decided to pay it."""

    account: Reference
    reason: Told


@router.post("/receipts/{receipt_id}/book", response_model=Receipt)
async def book_receipt(
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
    receipt_id: UUID,
    asked: BookReceipt,
    ask: Ask,
) -> Response:
    """Money that came or that we paid, for no order: what is left of it goes from suspense to an account (FIN-2)."""
    what = Book(receipt_id, asked.account, asked.reason, by.code)
    return await ask(handlers.book, what, key=str(receipt_id), by=by)

"""HTTP of those who say what money is for."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.masked import masked
from chassis.refusal import InvalidInput, NotFound
from contracts.scalars import Number, Reference
from contracts.texts import Text
from contracts.value import fields_of
from services.finance.matching import handlers, store
from services.finance.matching.rules.assigning import Assign, GiveBack, OfCustomer, meant
from services.finance.matching.rules.proposing import propose
from services.finance.matching.view import ReceiptSeen
from services.finance.receipt import store as receipts
from services.finance.receipt.rules import Receipt, State
from services.finance.receipt.view import called

Reader = Annotated[
    Person, Depends(allow("accountant", "finance manager", "general manager", "merchandiser", "management"))
]
Booker = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager"))]
router = Router(prefix="/api/v1", tags=["receipts"])


class AssignReceipt(BaseModel):
    """What it is for: the number of an invoice or an order, the customer's own number, or the customer; of what is
    left so much, else all."""

    reference: Reference
    amount: Annotated[Number, Field(gt=0, lt=10**12)] | None = None


class Receipts(Page[ReceiptSeen]):
    """Money that came; ``next`` is the cursor of the next page."""


@router.get("/receipts", response_model=Receipts)
async def list_receipts(
    db: Look, _: Reader, state: State | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Receipts:
    """With what each may be for, and why, while it waits for a person; the payer's account is masked (ALL-3)."""
    found = await receipts.listed(db, state, after, limit)
    items = tuple(one.but(payer_account=masked(one.payer_account)) for one in await _seen(db, found))
    return Receipts(items=items, next=found[-1].receipt_id if len(found) == limit else None)


@router.get("/receipts/{receipt_id}", response_model=ReceiptSeen)
async def get_receipt(db: Look, _: Booker, receipt_id: UUID) -> ReceiptSeen:
    """Money that came, with the account that it came from (FIN-2, ALL-3)."""
    found = await _seen(db, await receipts.find(db, receipt_id))
    if not found:
        raise NotFound(what="receipt", id=receipt_id)
    return found[0]


@router.post("/receipts/{receipt_id}/assign", response_model=Receipt)
async def assign_receipt(
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
    receipt_id: UUID,
    asked: AssignReceipt,
    db: Look,
    ask: Ask,
) -> Response:
    """It pays an invoice or an order, or is a customer's until somebody knows for what (FIN-2)."""
    target = meant(asked.reference, await store.named(db, asked.reference))
    if isinstance(target, InvalidInput):
        raise target
    if target:
        part = Assign(receipt_id, target.order_id, target.invoice_id, target.number, asked.amount, by.code)
        return await ask(handlers.assign_receipts, part, key=str(target.order_id), by=by)
    if not await store.is_customer(db, asked.reference):
        expected = Text("the number of an invoice or an order, the customer's PO number, or a customer")
        raise InvalidInput([{"field": "reference", "expected": expected, "came": asked.reference}])
    return await ask(handlers.tell_customer, OfCustomer(receipt_id, asked.reference), key=str(receipt_id), by=by)


@router.post("/receipts/{receipt_id}/return", response_model=Receipt)
async def return_receipt(
    by: Annotated[Person, Depends(allow("finance manager", "general manager"))], receipt_id: UUID, ask: Ask
) -> Response:
    """What is left of it leaves the bank again; by no accountant, who may have booked it (FIN-7)."""
    return await ask(handlers.return_receipts, GiveBack(receipt_id, by.code), key=str(receipt_id), by=by)


async def _seen(db: Reading, found: list[Receipt]) -> tuple[ReceiptSeen, ...]:
    waiting = [receipt for receipt in found if receipt.state == "waiting"]
    cases, owing = await store.look_for(db, waiting) if waiting else ([], None)
    proposals = {case.receipt.receipt_id: tuple(propose(case, owing)) for case in cases if owing}
    return tuple(ReceiptSeen(**fields_of(one), proposals=proposals.get(one.receipt_id, ())) for one in found)


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await _seen(db, await receipts.waiting(db, after or FIRST, limit))]


def _subject(receipt: ReceiptSeen) -> Subject:
    best = {"reference": receipt.proposals[0].reference} if receipt.proposals else {}
    return Subject("receipt", receipt.receipt_id, called(receipt), {"receipt_id": receipt.receipt_id}, best)


SUBJECTS = Subjects(waiting=_waiting)
"""What waits is about no order yet."""

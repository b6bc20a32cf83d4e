"""HTTP of who hears of payments and asks for them; a customer tells of his own (SAL-16, ALL-3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayAhead, DayGone
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import Money
from contracts.scalars import Code, Count, Currency, Number, Reference, Told
from services.sales.collection import handlers, rules
from services.sales.order.paths import READERS, STAFF, OrderId, only_customer
from services.sales.receivable import store
from services.sales.receivable.rules import AskedHow, PaidHow, Receivable
from services.sales.receivable.view import ReceivableState, state_of

router = Router(prefix="/api/v1", tags=["collection"])
Teller = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
Chaser = Annotated[Person, Depends(allow(*STAFF, "customer service", "accountant", "finance manager"))]
Corrector = Annotated[Person, Depends(allow(*STAFF))]
Reader = Annotated[Person, Depends(allow(*READERS))]


class PaidAmount(BaseModel):
    """More than nothing, and less than any ledger holds."""

    amount: Annotated[Number, Field(gt=0, lt=10**12)]
    currency: Annotated[Currency, Field(examples=["USD"])]


class NoteReceipt(BaseModel):
    """What the customer says that he paid: a transfer, a cheque."""

    amount: PaidAmount
    received_on: DayGone
    how: PaidHow
    reference: Reference | None = None
    """Of the transfer or the cheque; the same twice is one payment."""
    said_by: Reference | None = None
    """Who told it; left out by the customer himself."""


class CorrectReceipt(BaseModel):
    """What the receipt should have been noted as; 0 when nothing was paid."""

    amount: Annotated[Number, Field(ge=0, lt=10**12)]
    reason: Told


class NoteChase(BaseModel):
    """Somebody asked the customer to pay; ``promised_on`` is the day until which he promised to."""

    asked_on: DayGone
    how: AskedHow
    spoke_with: Reference | None = None
    said: Told
    promised_on: DayAhead | None = None


class Receivables(Page[ReceivableState]):
    """By order; ``next`` is the cursor of the next page."""


@router.get("/orders/{order_id}/receivable", response_model=ReceivableState)
async def get_receivable(by: Reader, order_id: OrderId, db: Look) -> ReceivableState:
    """What sales expects of the order by what left, what it was told was paid, and who asked for the rest."""
    known, only = (await store.load(db, [order_id])).get(order_id), only_customer(by)
    if known is None or only not in (None, known.customer):
        raise NotFound(what="order", id=order_id)
    return state_of(known, for_customer=only is not None)


@router.get("/receivables", response_model=Receivables)
async def list_receivables(
    db: Look, by: Reader, customer: Code, after: UUID = FIRST, limit: Limit = 100
) -> Receivables:
    """A customer's orders of which something left or was paid; a customer asks for his own."""
    only = only_customer(by)
    if only not in (None, customer):
        raise NotFound(what="customer", id=customer)
    page = await store.listed(db, customer, after, limit)
    return Receivables(items=tuple(state_of(k, for_customer=only is not None) for k in page.items), next=page.next)


@router.post("/orders/{order_id}/receipts", response_model=ReceivableState)
async def note_receipt(by: Teller, order_id: OrderId, asked: NoteReceipt, ask: Ask) -> Response:
    """Note that the customer paid, as he or somebody for him says; finance books what comes to the bank."""
    body = rules.NoteReceipt(
        order_id,
        Money(amount=asked.amount.amount, currency=asked.amount.currency),
        asked.received_on,
        asked.how,
        asked.reference or "",
        asked.said_by or (by.code if only_customer(by) else ""),
        by.code,
        only_of=only_customer(by),
    )
    return await ask(handlers.note, body, key=str(order_id), by=by)


@router.post("/orders/{order_id}/receipts/{receipt}/correct", response_model=ReceivableState)
async def correct_receipt(
    by: Corrector, order_id: OrderId, receipt: Annotated[Count, Path(ge=1)], asked: CorrectReceipt, ask: Ask
) -> Response:
    """Correct what was noted wrongly, by an entry of the difference."""
    body = rules.CorrectReceipt(order_id, receipt, asked.amount, asked.reason, by.code)
    return await ask(handlers.correct, body, key=str(order_id), by=by)


@router.post("/orders/{order_id}/chases", response_model=ReceivableState)
async def note_chase(by: Chaser, order_id: OrderId, asked: NoteChase, ask: Ask) -> Response:
    """Note that the customer was asked to pay, what he said, and the day that he promised."""
    told = (asked.asked_on, asked.how, asked.spoke_with or "", asked.said, asked.promised_on)
    return await ask(handlers.chase, rules.NoteChase(order_id, *told, by.code), key=str(order_id), by=by)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [subject for known in (await store.load(db, orders)).values() for subject in _subjects(known)]


def _subjects(known: Receivable) -> list[Subject]:
    receipts = [receipt for receipt in known.receipts if receipt.corrects is None]
    return [
        Subject(
            "receipt",
            known.order_id,
            f"{receipt.entry}: {known.standing(receipt.entry):f} {receipt.currency} {receipt.reference}".strip(),
            {"order_id": known.order_id, "receipt": receipt.entry},
            {"amount": known.standing(receipt.entry)},
        )
        for receipt in receipts
    ]


SUBJECTS = Subjects(_of_orders)
"""A receipt waits for nobody."""

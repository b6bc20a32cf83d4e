"""HTTP of the bank: one payment, or a statement of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import InvalidInput, Refusal
from contracts.money import Money, rounded
from contracts.scalars import Code, Currency, Number, Reference
from contracts.texts import Text
from services.finance.account.rules.values import Booked
from services.finance.payments import handlers, store
from services.finance.payments.rules import BankReference, Payment

Booker = Annotated[Person, Depends(allow("accountant", "finance manager", "bank"))]
router = Router(prefix="/api/v1", tags=["payments"])


class Amount(BaseModel):
    """More than nothing, and less than any ledger holds."""

    amount: Annotated[Number, Field(gt=0, lt=10**12)]
    currency: Currency


class BankLine(BaseModel):
    """Money that came. ``reference``: an invoice's or order's number, or the customer's PO number."""

    customer: Code
    amount: Amount
    reference: Reference
    bank_reference: BankReference
    """The bank's own name of this line; the same twice is one payment."""


class Payments(Page[Booked, str]):
    """Payments by bank reference; ``next`` is the cursor of the next page."""


class StatementLine(BankLine, Item):
    """One line of a statement."""


@router.post("/payments", response_model=Booked)
async def book_payment(asked: BankLine, db: Look, ask: Ask, by: Booker) -> Response:
    (payment,) = await _payments(db, [asked])
    if isinstance(payment, Refusal):
        raise payment
    return await ask(handlers.pay, payment, key=str(payment.order_id), by=by)


@router.post("/bank-statements/batch", response_model=Answers[Booked])
async def book_statement(statement: Batch[StatementLine], db: Look, ask: Ask, by: Booker) -> Response:
    """Each line by itself: a bad one never sinks the others."""

    async def do(lines: Sequence[StatementLine]) -> Sequence[bytes | Refusal]:
        payments = await _payments(db, lines)
        good = [
            (line.idempotency_key, str(payment.order_id), payment)
            for line, payment in zip(lines, payments, strict=True)
            if isinstance(payment, Payment)
        ]
        booked = iter(await ask.batch(handlers.pay, good, by=by) if good else ())
        return [payment if isinstance(payment, Refusal) else next(booked) for payment in payments]

    return await answer_each(statement, StatementLine.model_validate, do)


@router.get("/payments", response_model=Payments)
async def list_payments(
    db: Look,
    _: Annotated[Person, Depends(allow("accountant", "finance manager", "merchandiser", "sales manager"))],
    order_id: UUID | None = None,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 100,
) -> Payments:
    items = await store.payments(db, order_id, after, limit)
    return Payments(items=tuple(items), next=items[-1].bank_reference if len(items) == limit else None)


async def _payments(db: Look, lines: Sequence[BankLine]) -> list[Payment | Refusal]:
    named = await store.resolve(db, [line.customer for line in lines], [line.reference for line in lines])
    return [_payment(line, target) for line, target in zip(lines, named, strict=True)]


def _payment(line: BankLine, named: store.Named | None) -> Payment | Refusal:
    """The line for the order that it names, or which field is wrong."""
    if named is None:
        return _wrong(
            "reference", Text("an invoice number, an order number or the customer's PO number"), line.reference
        )
    if line.customer != named.customer:
        return _wrong("customer", Text("the customer of {reference}", reference=line.reference), line.customer)
    if line.amount.currency != named.currency:
        return _wrong("amount.currency", named.currency, line.amount.currency)
    if line.amount.amount != rounded(line.amount.amount, named.currency):
        whole = Text("whole minor units of {currency}", currency=named.currency)
        return _wrong("amount.amount", whole, str(line.amount.amount))
    amount = Money(amount=rounded(line.amount.amount, named.currency), currency=named.currency)
    return Payment(named.order_id, named.invoice_id, line.customer, amount, line.reference, line.bank_reference)


def _wrong(field: str, expected: str | Text, came: str) -> Refusal:
    return InvalidInput([{"field": field, "expected": expected, "came": came}])

"""HTTP of credit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Told
from services.finance.account.paths import OrderId, Reader
from services.finance.credit import handlers, rules, store
from services.finance.credit.view import Awaited, Carrying, Judged
from services.finance.customer.view import Standing

Judge = Annotated[Person, Depends(allow("finance manager", "general manager"))]

router = Router(prefix="/api/v1", tags=["credit"])


class HoldCustomer(BaseModel):
    reason: Told


class ReviewCredit(BaseModel):
    verdict: rules.Verdict
    reason: Told


class CreditReviews(Page[Awaited]):
    """Orders whose credit nobody reviewed yet; ``next`` is the cursor of the next page."""


class Customers(Page[Carrying, str]):
    """Customers' credit; ``next`` is the cursor of the next page."""


@router.post("/customers/{customer}/hold", response_model=Standing)
async def hold_customer(
    customer: Code,
    asked: HoldCustomer,
    ask: Ask,
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
) -> Response:
    return await ask(handlers.hold, rules.Hold(customer, asked.reason), key=customer, by=by)


@router.post("/customers/{customer}/release", response_model=Standing)
async def release_customer(customer: Code, ask: Ask, by: Judge) -> Response:
    return await ask(handlers.release, rules.Release(customer), key=customer, by=by)


@router.post("/orders/{order_id}/credit-review", response_model=Judged)
async def review_credit(by: Judge, order_id: OrderId, asked: ReviewCredit, ask: Ask) -> Response:
    """By hand, also over what the limit said, until sales has decided (FIN-7)."""
    review = rules.Review(order_id, asked.verdict, asked.reason, by.code)
    return await ask(handlers.judge, review, key=str(order_id), by=by)


@router.get("/credit-reviews", response_model=CreditReviews)
async def list_credit_reviews(db: Look, _: Reader, after: UUID = FIRST, limit: Limit = 100) -> CreditReviews:
    """Complete orders that wait for a person's review."""
    items = await store.awaited(db, after, limit)
    return CreditReviews(items=tuple(items), next=items[-1].order_id if len(items) == limit else None)


@router.get("/customers", response_model=Customers)
async def list_customers(
    db: Look,
    _: Reader,
    held: bool | None = None,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 100,
) -> Customers:
    """Each customer's limit and what it carries."""
    items = await store.customers(db, None, held, after, limit)
    return Customers(items=tuple(items), next=items[-1].customer if len(items) == limit else None)


@router.get("/customers/{customer}", response_model=Carrying)
async def find_customer(customer: Code, db: Look, _: Reader) -> Carrying:
    found = await store.customers(db, customer, None, "", 1)
    if not found:
        raise NotFound(what="customer", id=customer)
    return found[0]


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    """Their accounts, and the credit of each customer, who has a code and no id."""
    found = await store.of_orders(db, orders)
    customers = {customer: order_id for order_id, _, customer in reversed(found)}
    of_each = (Subject("customer", id_, customer, {"customer": customer}, {}) for customer, id_ in customers.items())
    return [*(_subject(order_id, number) for order_id, number, _ in found), *of_each]


async def _to_review(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(order.order_id, order.number) for order in await store.awaited(db, after or FIRST, limit)]


def _subject(order_id: UUID, number: str) -> Subject:
    return Subject("order", order_id, number, {"order_id": order_id}, {})


SUBJECTS = Subjects(_of_orders, _to_review)

"""HTTP of who compares, explains and signs a month's books: sales and finance (FIN-6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, Role, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.sight import must_see
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Told
from services.finance.account.paths import Reader
from services.finance.month.paths import OfMonth
from services.finance.month.rules.cause import Cause, Owner
from services.finance.month.view import DifferenceShown, MonthState, state_of
from services.finance.reconciliation import handlers, rules, store

router = Router(prefix="/api/v1", tags=["reconciliation"])
BOTH_SIDES: tuple[Role, ...] = ("merchandiser", "sales manager", "accountant", "finance manager")
OfBoth = Annotated[Person, Depends(allow(*BOTH_SIDES))]
Signer = Annotated[Person, Depends(allow("merchandiser", "sales manager", "finance manager"))]


class ExplainDifference(BaseModel):
    text: Told
    """Why sales and finance have it differently, and what is done about it."""


class SignMonth(BaseModel):
    """A note is asked where differences of unknown cause are left unexplained."""

    note: Told | None = None


class Months(Page[MonthState]):
    """``next`` is the cursor of the next page."""


class Differences(Page[DifferenceShown]):
    """``next`` is the cursor of the next page."""


@router.get("/months", response_model=Months)
async def list_months(db: Look, _: Reader, after: UUID = FIRST, limit: Limit = 100) -> Months:
    """How far the books of each month are."""
    found = await store.months(db, after, limit, closed=True)
    items = tuple(state_of(month) for _, month in found)
    return Months(items=items, next=found[-1][0] if len(found) == limit else None)


@router.get("/months/{month}", response_model=MonthState)
async def get_month(month: OfMonth, db: Look, _: Reader) -> MonthState:
    found = await store.month_of(db, month)
    if found is None:
        raise NotFound(what="month", id=month)
    return state_of(found)


@router.get("/months/{month}/differences", response_model=Differences)
async def list_differences(
    month: OfMonth,
    db: Look,
    _: Reader,
    owner: Owner | None = None,
    cause: Cause | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> Differences:
    """Where sales and finance differ, the likely cause, whose it is to clear, and what was found out."""
    items = await store.listed(db, month, owner, cause, after, limit)
    return Differences(items=tuple(items), next=items[-1].difference_id if len(items) == limit else None)


@router.post("/months/{month}/compare", response_model=MonthState)
async def compare_month(by: OfBoth, month: OfMonth, ask: Ask) -> Response:
    """Compare once more, with what was booked since; until somebody signs."""
    return await ask(handlers.compare, rules.Compare(month), key=month, by=by)


@router.post("/months/{month}/differences/{difference_id}/explain", response_model=MonthState)
async def explain_difference(
    by: OfBoth, month: OfMonth, difference_id: UUID, asked: ExplainDifference, db: Look, ask: Ask
) -> Response:
    """Write down why sales and finance differ here; what was written before stays."""
    await must_see(db, "difference", difference_id)
    return await ask(handlers.explain, rules.Explain(month, difference_id, asked.text, by.code), key=month, by=by)


@router.post("/months/{month}/sign", response_model=MonthState)
async def sign_month(by: Signer, month: OfMonth, asked: SignMonth, ask: Ask) -> Response:
    """Sign for sales or for finance; the second of two different people closes the month."""
    return await ask(handlers.sign, rules.Sign(month, asked.note or "", by.code, by.roles), key=month, by=by)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_difference(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    """Months that are not closed, and what nobody can explain in them."""
    months = await store.months(db, after or FIRST, limit, closed=False)
    unknown = await store.unknown(db, after or FIRST, limit)
    named = [Subject("month", month_id, month.month, {"month": month.month}, {}) for month_id, month in months]
    return [*named, *map(_difference, unknown)]


def _difference(one: DifferenceShown) -> Subject:
    name = f"{one.month} {one.number} {one.sales:f} / {one.finance:f} {one.currency}"
    named = {"month": one.month, "difference_id": one.difference_id}
    return Subject("difference", one.difference_id, name, named, {"order_id": one.order_id})


SUBJECTS = Subjects(_of_orders, _waiting)

"""HTTP of those who sign prices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Count
from contracts.value import fields_of
from services.finance.approvals import handlers
from services.finance.approvals.rules import Sign
from services.finance.approvals.view import PriceChangeShown, shown
from services.finance.price_change import store
from services.finance.price_change.rules import PriceChange, State

router = Router(prefix="/api/v1", tags=["approvals"])


class SignPriceChange(BaseModel):
    """``request`` is the one that was read: a newer one is not signed by accident."""

    request: Annotated[Count, Field(ge=1)]
    approve: bool


@router.post("/price-changes/{purchase_id}/sign", response_model=PriceChange)
async def sign_price_change(
    purchase_id: UUID,
    asked: SignPriceChange,
    ask: Ask,
    by: Annotated[Person, Depends(allow("finance manager", "general manager"))],
) -> Response:
    body = Sign(purchase_id, asked.request, asked.approve, by.code, by.roles)
    return await ask(handlers.sign, body, key=str(purchase_id), by=by)


class PriceChanges(Page[PriceChangeShown]):
    """The newest request of each purchase; ``next`` is the cursor of the next page."""


@router.get("/price-changes", response_model=PriceChanges)
async def list_price_changes(
    db: Look,
    _: Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "buyer", "management"))],
    state: State | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> PriceChanges:
    """The newest request of each purchase, with the signatures so far and whose is next."""
    changes = await store.listed(db, state, after, limit)
    items = tuple(shown(change) for change in changes)
    return PriceChanges(items=items, next=changes[-1].purchase_id if len(changes) == limit else None)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(change) for change in await store.awaited_of(db, orders)]


async def _awaited(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(change) for change in await store.listed(db, "awaited", after or FIRST, limit)]


def _subject(change: PriceChange) -> Subject:
    name = f"{change.item} {change.unit_price.amount:f} {change.unit_price.currency}"
    return Subject("purchase", change.purchase_id, name, {"purchase_id": change.purchase_id}, fields_of(change))


SUBJECTS = Subjects(_of_orders, _awaited)

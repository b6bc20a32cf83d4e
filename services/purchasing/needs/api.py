"""HTTP: the needs that nobody covers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from chassis.http.identity import allow
from chassis.http.web import Reading
from contracts.scalars import Code
from services.purchasing.needs import store

router = APIRouter(prefix="/api/v1/needs", tags=["needs"])
READERS = allow("buyer", "merchandiser", "sales manager", "planner", "management", "general manager")


CURSOR = r"^\S{1,64} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
"""Item and order of the last need of the page before."""


class UncoveredNeed(BaseModel):
    """A part of an order that nobody sells us, with the reason's code."""

    order_id: UUID
    item: str
    quantity: Decimal
    need_version: int
    order_version: int
    purchase_id: UUID
    reason: str


class NeedPage(BaseModel):
    """Uncovered needs, and the cursor of the next page."""

    items: list[UncoveredNeed]
    next: str | None


@router.get("", dependencies=[Depends(READERS)])
async def list_uncovered(
    db: Reading,
    item: Code | None = None,
    after: Annotated[str, Query(pattern=CURSOR)] | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> NeedPage:
    """Needs that nobody covers, by item and order (PUR-7)."""
    items = [UncoveredNeed.model_validate(doc) for doc in await store.uncovered(db, item, after, limit)]
    last = items[-1] if len(items) == limit else None
    return NeedPage(items=items, next=f"{last.item} {last.order_id}" if last else None)

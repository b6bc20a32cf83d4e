"""HTTP: the needs that nobody covers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from chassis.http.identity import allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Code
from services.purchasing.needs import store
from services.purchasing.needs.view import UncoveredNeed

router = Router(prefix="/api/v1/needs", tags=["needs"])
READERS = allow("buyer", "merchandiser", "sales manager", "planner", "management", "general manager")
CURSOR = r"^\S{1,64} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
"""Item and order of the last need of the page before."""


class NeedPage(Page[UncoveredNeed, str]):
    """Uncovered needs, and the cursor of the next page."""


@router.get("", dependencies=[Depends(READERS)])
async def list_uncovered(
    db: Look,
    item: Code | None = None,
    after: Annotated[str, Query(pattern=CURSOR)] | None = None,
    limit: Limit = 100,
) -> NeedPage:
    """Needs that nobody covers, by item and order (PUR-7)."""
    items = tuple(UncoveredNeed.model_validate(doc) for doc in await store.uncovered(db, item, after, limit))
    last = items[-1] if len(items) == limit else None
    return NeedPage(items=items, next=f"{last.item} {last.order_id}" if last else None)

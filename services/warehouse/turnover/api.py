"""HTTP of the pace of goods."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends

from chassis import clock
from chassis.figures import holding
from chassis.http.identity import Person, allow
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Code
from services.warehouse.book.paths import READERS
from services.warehouse.policy import Policy
from services.warehouse.turnover import store
from services.warehouse.turnover.view import ItemPace, Paces

router = Router(prefix="/api/v1", tags=["stock"])
Which = Literal["all", "slow", "running_out", "foreseen"]


@router.get("/turnover")
async def list_turnover(
    db: Look,
    _: Annotated[Person, Depends(allow(*READERS))],
    which: Which = "all",
    limit: Limit = 100,
    after: Code | None = None,
) -> Paces:
    """How fast each item turns over; or those that lie still, run out soon, or are foreseen to be short."""
    at = clock.now()
    rows = await store.paces(db, which, await holding(db, Policy), at, after or "", limit)
    items = tuple(ItemPace.of(row, at) for row in rows)
    return Paces(items=items, next=items[-1].item if len(items) == limit else None)

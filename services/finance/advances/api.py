"""HTTP of advances: looked at; they are asked by the terms and settled by payments."""

from __future__ import annotations

from uuid import UUID

from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Code
from services.finance.account.paths import Reader
from services.finance.advances import store
from services.finance.advances.view import AdvanceShown, State, shown

router = Router(prefix="/api/v1", tags=["advances"])


class Advances(Page[AdvanceShown]):
    """Advances by order; ``next`` is the cursor of the next page."""


@router.get("/advances", response_model=Advances)
async def list_advances(
    db: Look,
    _: Reader,
    state: State | None = None,
    customer: Code | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> Advances:
    open_ = None if state is None else state == "open"
    found = await store.listed(db, open_=open_, customer=customer, after=after, limit=limit)
    items = tuple(shown(account) for account in found)
    return Advances(items=items, next=found[-1].order_id if len(found) == limit else None)

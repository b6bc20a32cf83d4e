"""HTTP of advances: looked at; they are asked by the terms and settled by payments."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from chassis.identity import Person, allow
from chassis.web import Reading
from services.finance.accounts.rules import Account
from services.finance.advances import store

NONE = UUID(int=0)
READERS = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager", "management",
)  # fmt: skip

router = APIRouter(prefix="/api/v1", tags=["advances"])


@router.get("/advances")
async def list_advances(
    db: Reading,
    _: Annotated[Person, Depends(allow(*READERS))],
    state: Literal["open", "received"] | None = None,
    customer: str | None = None,
    after: UUID = NONE,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    open_ = None if state is None else state == "open"
    found = await store.listed(db, open_=open_, customer=customer, after=after, limit=limit)
    items = [_shown(account) for account in found]
    return {"items": items, "next": found[-1].order_id if len(found) == limit else None}


def _shown(account: Account) -> dict[str, Any]:
    advance = account.advance
    return {
        "order_id": account.order_id,
        "number": account.number,
        "customer": account.customer,
        "currency": account.currency,
        "stage": account.stage,
        "state": "open" if advance.outstanding else "received",
        "outstanding": advance.outstanding,
        "unused": advance.unused,
        **advance.model_dump(),
    }

"""HTTP of those who sign prices."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from chassis.identity import Person, allow
from chassis.web import Door_, Reading
from services.finance.approvals import handlers, rules, store

NONE = UUID(int=0)
router = APIRouter(prefix="/api/v1", tags=["approvals"])


class SignPriceChange(BaseModel):
    """``request`` is the one that was read: a newer one is not signed by accident."""

    request: int
    approve: bool


@router.post("/price-changes/{purchase_id}/sign", response_model=rules.PriceChange)
async def sign_price_change(
    purchase_id: UUID,
    asked: SignPriceChange,
    door: Door_,
    by: Annotated[Person, Depends(allow("finance manager", "general manager"))],
) -> Response:
    body = rules.Sign(purchase_id, asked.request, asked.approve, by.code, by.roles)
    return await door(handlers.sign, body, key=str(purchase_id), by=by)


@router.get("/price-changes")
async def list_price_changes(
    db: Reading,
    _: Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "buyer", "management"))],
    state: rules.State | None = None,
    after: UUID = NONE,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """The newest request of each purchase, with the signatures so far and whose is next."""
    changes = await store.listed(db, state, after, limit)
    items = [change.model_dump() | {"next_step": change.next_step} for change in changes]
    return {"items": items, "next": changes[-1].purchase_id if len(changes) == limit else None}

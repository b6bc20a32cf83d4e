"""HTTP of advances: looked at; they are asked by the terms and settled by payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from chassis.http.identity import Person, allow
from chassis.http.web import Reading
from contracts.scalars import Code
from services.finance.accounts.rules import Account, Stage
from services.finance.advances import store

NONE = UUID(int=0)
READERS = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager", "management",
)  # fmt: skip

router = APIRouter(prefix="/api/v1", tags=["advances"])


State = Literal["open", "received"]


class AdvanceShown(BaseModel):
    """An order's advance; ``outstanding`` is asked and has not come, ``unused`` has come and no invoice took it yet."""

    order_id: UUID
    number: str
    customer: str
    currency: str
    stage: Stage
    state: State
    outstanding: Decimal
    unused: Decimal
    version: int
    asked: Decimal
    received: Decimal
    used: Decimal
    refunded: Decimal
    due: date | None
    overdue: bool


class Advances(BaseModel):
    """Advances by order; ``next`` is the cursor of the next page."""

    items: list[AdvanceShown]
    next: UUID | None


@router.get("/advances", response_model=Advances)
async def list_advances(
    db: Reading,
    _: Annotated[Person, Depends(allow(*READERS))],
    state: State | None = None,
    customer: Code | None = None,
    after: UUID = NONE,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Advances:
    open_ = None if state is None else state == "open"
    found = await store.listed(db, open_=open_, customer=customer, after=after, limit=limit)
    items = [_shown(account) for account in found]
    return Advances(items=items, next=found[-1].order_id if len(found) == limit else None)


def _shown(account: Account) -> AdvanceShown:
    advance = account.advance
    return AdvanceShown(
        order_id=account.order_id,
        number=account.number,
        customer=account.customer,
        currency=account.currency,
        stage=account.stage,
        state="open" if advance.outstanding else "received",
        outstanding=advance.outstanding,
        unused=advance.unused,
        **advance.model_dump(),
    )

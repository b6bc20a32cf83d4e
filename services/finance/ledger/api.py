"""HTTP of the ledger: looked at, never written by hand."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from chassis.identity import Person, allow
from chassis.web import Reading
from services.finance.ledger import store

NONE = UUID(int=0)
Reader = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "management"))]
Limit = Annotated[int, Query(ge=1, le=500)]

router = APIRouter(prefix="/api/v1", tags=["ledger"])


@router.get("/ledger/balance")
async def get_balance(db: Reading, _: Reader) -> dict[str, Any]:
    """Debits and credits by currency, and the trial balance by account."""
    items = await store.balance(db)
    return {"items": items, "accounts": await store.accounts(db), "next": None}


@router.get("/ledger/entries")
async def list_entries(
    db: Reading,
    _: Reader,
    order_id: UUID | None = None,
    customer: str | None = None,
    after: UUID = NONE,
    limit: Limit = 100,
) -> dict[str, Any]:
    found = await store.entries(db, order_id=order_id, customer=customer, after=after, limit=limit)
    items = [entry | {"lines": json.loads(entry["lines"])} for entry in found]
    return {"items": items, "next": items[-1]["entry_id"] if len(items) == limit else None}


@router.get("/ledger/receivables")
async def list_receivables(
    db: Reading, _: Reader, customer: str | None = None, after: UUID = NONE, limit: Limit = 100
) -> dict[str, Any]:
    """The accounts receivable sub-ledger, by invoice."""
    items = await store.receivables(db, customer, after, limit)
    return {"items": items, "next": items[-1]["invoice_id"] if len(items) == limit else None}


@router.get("/check")
async def check(
    db: Reading, _: Annotated[Person, Depends(allow("accountant", "finance manager", "management", "administrator"))]
) -> dict[str, Any]:
    """Whether the money is as it must be; the faults name what is not."""
    faults = await store.faults(db)
    return {"ok": not faults, "faults": faults}

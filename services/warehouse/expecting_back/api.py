"""HTTP of goods that are asked back (WHS-8)."""

from __future__ import annotations

from uuid import UUID

from fastapi import Depends

from chassis.http.identity import allow
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Look
from services.warehouse.expecting_back import store
from services.warehouse.expecting_back.view import ExpectedReturns

router = Router(prefix="/api/v1", tags=["dispatch"])
READERS = allow(
    *("storekeeper", "inspector", "logistics clerk", "merchandiser", "salesperson", "sales manager"),
    *("customer service", "service supervisor", "accountant", "finance manager", "management", "general manager"),
)


@router.get("/expected-returns", dependencies=[Depends(READERS)])
async def list_expected_returns(db: Look, after: UUID | None = None, limit: Limit = 100) -> ExpectedReturns:
    """What customers are asked to send back and has not come yet, shipment by shipment (WHS-8)."""
    items = await store.listed(db, after, limit)
    return ExpectedReturns(items=tuple(items), next=items[-1].shipment_id if len(items) == limit else None)

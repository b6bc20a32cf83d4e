"""HTTP of lots whose last day comes near (WHS-1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Query

from chassis import clock
from chassis.figures import holding
from chassis.http.identity import allow
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Reference
from services.warehouse.expiring import store
from services.warehouse.expiring.view import ExpiringLots
from services.warehouse.policy import Policy

router = Router(prefix="/api/v1", tags=["lots"])
READERS = allow(
    "storekeeper", "inspector", "quality manager", "buyer", "customer service", "management", "general manager"
)
Within = Annotated[int | None, Query(ge=0, le=3_660)]


@router.get("/expiring-lots", dependencies=[Depends(READERS)])
async def list_expiring(
    db: Look, within: Within = None, after: Reference | None = None, limit: Limit = 100
) -> ExpiringLots:
    """Lots that are here and expire ``within`` so many days, by the company's figure unless told, or have expired.

    With the orders that were promised them (WHS-1).
    """
    days, today = (await holding(db, Policy)).expiring_days if within is None else within, clock.today()
    items = await store.listed(db, today + timedelta(days=days), today, after, limit)
    return ExpiringLots(items=tuple(items), next=items[-1].receipt if len(items) == limit else None)

"""HTTP of what ways out of a delay cost in transport; nobody outside the company sees it (SAL-10, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from chassis.http.identity import Person, allow
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from services.logistics.alternatives import store
from services.logistics.alternatives.rules import CarriageCost, ways
from services.logistics.shipment.store import tariff_to

router = Router(prefix="/api/v1", tags=["alternatives"])
Reader = Annotated[
    Person, Depends(allow("logistics clerk", "merchandiser", "sales manager", "general manager", "management"))
]


class CarriageCosts(Page[CarriageCost, None]):
    """Ways out of a delay that are another transport."""


@router.get("/orders/{order_id}/carriage-costs")
async def get_carriage_costs(_: Reader, order_id: UUID, db: Look) -> CarriageCosts:
    """What faster transport, or a second shipment, of what is still to leave costs more than as it is (SAL-10)."""
    goods = await store.still_to_leave(db, order_id)
    if goods is None:
        raise NotFound(what="order", id=order_id)
    return CarriageCosts(items=tuple(ways(goods, await tariff_to(db, [goods.country]))))

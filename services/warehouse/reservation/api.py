"""HTTP of what is set aside for an order."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Look
from services.warehouse.book.paths import READERS
from services.warehouse.reservation import store
from services.warehouse.reservation.view import LinesOfOrder

router = Router(prefix="/api/v1", tags=["reservation"])


@router.get("/orders/{order_id}/lines")
async def get_lines(_: Annotated[Person, Depends(allow(*READERS))], order_id: UUID, db: Look) -> LinesOfOrder:
    """How much of each line is set aside, lacking, and on its way to the customer."""
    return LinesOfOrder(lines=await store.lines_of(db, order_id))

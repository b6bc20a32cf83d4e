"""The merchandiser releases over HTTP (SAL-17)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from chassis.identity import Person, allow
from chassis.web import Door_
from services.sales.order import OfShipment
from services.sales.release import handlers
from services.sales.view import OrderState

router = APIRouter(prefix="/api/v1", tags=["release"])
Releaser = Annotated[Person, Depends(allow("merchandiser", "sales manager"))]


@router.post("/orders/{order_id}/shipments/{shipment_id}/release", response_model=OrderState)
async def release_shipment(order_id: UUID, shipment_id: UUID, door: Door_, by: Releaser) -> Response:
    """Issue the sales slip of a reserved shipment; refused while a credit hold or an open advance stands against it."""
    return await door(handlers.release, OfShipment(order_id, shipment_id), key=str(order_id), by=by)

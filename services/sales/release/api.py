"""The merchandiser releases over HTTP (SAL-17)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from services.sales.order.paths import DECIDERS, OrderId, ShipmentId
from services.sales.order.rules.asked import OfShipment
from services.sales.order.view import OrderState
from services.sales.release import handlers

router = Router(prefix="/api/v1", tags=["release"])
Releaser = Annotated[Person, Depends(allow(*DECIDERS))]


@router.post("/orders/{order_id}/shipments/{shipment_id}/release", response_model=OrderState)
async def release_shipment(by: Releaser, order_id: OrderId, shipment_id: ShipmentId, ask: Ask) -> Response:
    """Issue the sales slip of a reserved shipment; refused while a credit hold or an open advance stands against it."""
    return await ask(handlers.release, OfShipment(order_id, shipment_id), key=str(order_id), by=by)

"""The merchandiser leaves goods with the customer (SAL-9)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Response

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask
from services.sales.order.paths import DECIDERS, OrderId, ShipmentId
from services.sales.order.rules.asked import OfShipment
from services.sales.order.view import OrderState
from services.sales.returns import handlers

router = Router(prefix="/api/v1", tags=["returns"])
Waiver = Annotated[Person, Depends(allow(*DECIDERS))]


@router.post("/orders/{order_id}/shipments/{shipment_id}/waive-return", response_model=OrderState)
async def waive_return(by: Waiver, order_id: OrderId, shipment_id: ShipmentId, ask: Ask) -> Response:
    """The customer keeps, and pays, what is asked back."""
    return await ask(handlers.waive_return, OfShipment(order_id, shipment_id), key=str(order_id), by=by)

"""A carrier that failed, over HTTP."""

from __future__ import annotations

from fastapi import Response
from pydantic import BaseModel

from chassis.http.router import Router
from chassis.http.web import Ask
from contracts.scalars import Code, Mode, Told
from services.logistics.rebooking import handlers
from services.logistics.rebooking.rules import CarrierFailed
from services.logistics.shipment.paths import Clerk, ShipmentId
from services.logistics.shipment.view import ShipmentState

router = Router(prefix="/api/v1", tags=["shipments"])


class FailedBody(BaseModel):
    """Why the carrier does not take the goods; who takes them instead, by rule where the clerk names nobody."""

    reason: Told
    to_carrier: Code | None = None
    to_mode: Mode | None = None


@router.post("/shipments/{shipment_id}/carrier-failed", response_model=ShipmentState)
async def carrier_failed(by: Clerk, shipment_id: ShipmentId, asked: FailedBody, ask: Ask) -> Response:
    """The carrier declined the goods or did not come: another one takes them (LOG-2)."""
    body = CarrierFailed(shipment_id, asked.reason, by.code, asked.to_carrier, asked.to_mode)
    return await ask(handlers.carrier_failed, body, key=str(shipment_id), by=by)

"""Corrections of deliveries over HTTP."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, model_validator

from chassis.http.identity import Person, allow
from chassis.http.web import Ask
from contracts.scalars import Moment, Reference, Told
from services.logistics.corrections import handlers
from services.logistics.corrections.rules import Correct
from services.logistics.paths import ShipmentId
from services.logistics.shipments.handlers import ShipmentState

router = APIRouter(prefix="/api/v1", tags=["shipments"])
Clerk = Annotated[Person, Depends(allow("logistics clerk"))]


class CorrectBody(BaseModel):
    """What was wrong of the delivery, and why; what is left out was right."""

    at: Moment | None = None
    proof: Reference | None = None
    reason: Told

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.at is None and self.proof is None:
            raise ValueError("expected at or proof, or both: what was wrong of the delivery")
        return self


@router.post("/shipments/{shipment_id}/correct-delivery", response_model=ShipmentState)
async def correct_delivery(by: Clerk, shipment_id: ShipmentId, asked: CorrectBody, ask: Ask) -> Response:
    """The delivery is said anew with what is right; ``corrections`` keeps what was recorded before."""
    body = Correct(shipment_id, asked.reason, by.code, asked.at, asked.proof)
    return await ask(handlers.correct, body, key=str(shipment_id), by=by)

"""The examination of a shipment's documents over HTTP (LOG-7)."""

from __future__ import annotations

from fastapi import Response
from pydantic import BaseModel

from chassis import clock
from chassis.http.asked import DayAhead
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from services.logistics.examination import handlers
from services.logistics.examination.rules.presentation import Examine
from services.logistics.letter_of_credit.view import CreditState
from services.logistics.shipment import store
from services.logistics.shipment.paths import Clerk, ShipmentId

router = Router(prefix="/api/v1", tags=["letters of credit"])


class ExamineBody(BaseModel):
    """The day on which the documents go to the bank; left out: today."""

    presented_on: DayAhead | None = None


@router.post("/shipments/{shipment_id}/examine", response_model=CreditState)
async def examine_documents(by: Clerk, shipment_id: ShipmentId, asked: ExamineBody, db: Look, ask: Ask) -> Response:
    """Compare the shipment's documents with its order's letter of credit and with each other, as a bank does."""
    shipment = await store.find(db, shipment_id)
    if shipment is None:
        raise NotFound(what="shipment", id=shipment_id)
    day = asked.presented_on or clock.today()
    body = Examine(shipment.order_id, shipment_id, shipment.order_version, day)
    return await ask(handlers.examine, body, key=str(shipment.order_id), by=by)

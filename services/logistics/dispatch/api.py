"""Packed goods over HTTP: the transports that could take them, and dispatch by hand."""

from __future__ import annotations

from fastapi import Response
from pydantic import BaseModel

from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Mode
from services.logistics.dispatch import handlers
from services.logistics.dispatch.rules import Dispatch
from services.logistics.shipment import store
from services.logistics.shipment.paths import Clerk, ShipmentId
from services.logistics.shipment.rules.numbers import Tracking
from services.logistics.shipment.rules.offers import Option
from services.logistics.shipment.view import ShipmentState

router = Router(prefix="/api/v1", tags=["shipments"])


class DispatchBody(BaseModel):
    """By rule where the clerk names nothing."""

    carrier: Code | None = None
    mode: Mode | None = None
    tracking: Tracking | None = None


class Options(Page[Option, None]):
    """Every transport that could take a shipment."""


@router.get("/shipments/{shipment_id}/options")
async def get_options(_: Clerk, shipment_id: ShipmentId, db: Look) -> Options:
    """Every transport that could take the shipment today, with cost, CO2, arrival and reliability (LOG-1)."""
    shipment = await store.find(db, shipment_id)
    if shipment is None:
        raise NotFound(what="shipment", id=shipment_id)
    tariff = await store.tariff_to(db, [shipment.country])
    return Options(items=tuple(tariff.options(shipment.country, shipment.weight_kg)))


@router.post("/shipments/{shipment_id}/dispatch", response_model=ShipmentState)
async def dispatch_shipment(by: Clerk, shipment_id: ShipmentId, asked: DispatchBody, ask: Ask) -> Response:
    body = Dispatch(shipment_id, asked.carrier, asked.mode, asked.tracking)
    return await ask(handlers.dispatch, body, key=str(shipment_id), by=by)

"""Tours over HTTP: the sheets of a day, a start, goods that nobody took."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel

from chassis import clock
from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.named import named
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Day, Told
from services.logistics.driving import handlers, store
from services.logistics.driving.rules import NotTaken, StartTour
from services.logistics.driving.view import TourSheet, sheet_of
from services.logistics.shipment.paths import Clerk, ShipmentId
from services.logistics.shipment.view import ShipmentState
from services.logistics.tour import store as plans
from services.logistics.tour.rules import TourPlan
from services.logistics.tour.view import TourPlanState

router = Router(prefix="/api/v1", tags=["tours"])
Reader = Annotated[Person, Depends(allow("logistics clerk", "storekeeper", "merchandiser", "management"))]
PlanId = Annotated[UUID, named("plan", "plan_id", plans.numbered)]
"""A plan by its id or as TP-2026-000123."""


class StartBody(BaseModel):
    vehicle: Code


class NotTakenBody(BaseModel):
    reason: Told


class TourSheets(Page[TourSheet, None]):
    """The tours of a day, vehicle by vehicle."""


@router.get("/tours")
async def get_tours(db: Look, _: Reader, day: Annotated[Day, Query()]) -> TourSheets:
    """Each stop in its order with what became of it (LOG-4)."""
    tours = [(plan, tour) for plan in await plans.of_day(db, day) for tour in plan.tours]
    aboard = await store.aboard(db, [call.shipment_id for _, tour in tours for call in tour.calls])
    return TourSheets(items=tuple(sheet_of(plan, tour, aboard) for plan, tour in tours))


@router.post("/tour-plans/{plan_id}/start", response_model=TourPlanState)
async def start_tour(by: Clerk, plan_id: PlanId, asked: StartBody, ask: Ask) -> Response:
    """The vehicle leaves with all that is in its tour (LOG-4)."""
    return await ask(handlers.start, StartTour(plan_id, asked.vehicle), key=str(plan_id), by=by)


@router.post("/shipments/{shipment_id}/not-taken", response_model=ShipmentState)
async def not_taken(by: Clerk, shipment_id: ShipmentId, asked: NotTakenBody, ask: Ask) -> Response:
    """Goods come back from a tour, and go on the next one (LOG-4)."""
    return await ask(handlers.not_taken, NotTaken(shipment_id, asked.reason), key=str(shipment_id), by=by)


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    """Plans of today on with a tour that has not started."""
    return [_subject(plan) for plan in await plans.from_day(db, clock.today(), after, limit) if _next(plan)]


def _subject(plan: TourPlan) -> Subject:
    says = {"vehicle": _next(plan)}
    return Subject("plan", plan.plan_id, f"{plan.number} {plan.day}", {"plan_id": plan.plan_id}, says)


def _next(plan: TourPlan) -> str | None:
    return next((tour.vehicle for tour in plan.tours if tour.started_at is None), None)


SUBJECTS = Subjects(waiting=_waiting)
"""Whose tours may be started."""

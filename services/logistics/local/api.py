"""Local deliveries over HTTP: depots, vehicles, places, and plans of tours."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Annotated, Self, TypeVar

from fastapi import Depends, Query, Response
from pydantic import AfterValidator, BaseModel, Field, model_validator

from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.page import Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.money import within
from contracts.scalars import Code, Day, Quantity, Told
from contracts.texts import Expected
from services.logistics.local import handlers, store
from services.logistics.local.rules.asked import PlanTours, PutDepot, PutPlace, PutVehicle
from services.logistics.local.view import DepotPut, PlacePut, VehiclePut
from services.logistics.shipment.paths import Clerk, ShipmentId
from services.logistics.tour import store as plans
from services.logistics.tour.view import TourPlanState, state_of

router = Router(prefix="/api/v1", tags=["tours"])
Reader = Annotated[Person, Depends(allow("logistics clerk", "storekeeper", "merchandiser", "management"))]
Latitude = Annotated[Decimal, Field(ge=-90, le=90)]
Longitude = Annotated[Decimal, Field(ge=-180, le=180)]


def _drivable(amount: Decimal) -> Decimal:
    if not within(amount, 10**6, places=6):
        raise Expected("an amount below 10^6, of at most 6 decimals")
    return amount


Amount = Annotated[Quantity, AfterValidator(_drivable)]
B = TypeVar("B", bound=BaseModel)


class DepotBody(BaseModel):
    """Degrees of WGS 84, north and east above zero."""

    name: Told
    latitude: Latitude
    longitude: Longitude


class VehicleBody(BaseModel):
    """Its working day in the company's zone; costs in the company's currency."""

    depot: Code
    capacity_kg: Amount
    capacity_m3: Amount
    starts: time
    ends: time
    per_km: Amount
    per_hour: Amount
    per_day: Amount
    active: bool = True

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        return _ordered(self, self.starts, self.ends)


class PlaceBody(BaseModel):
    """Where the shipment goes; from when to when goods are taken there, and the minutes that it takes."""

    latitude: Latitude
    longitude: Longitude
    opens: time = time(8)
    closes: time = time(18)
    service_minutes: Annotated[int, Field(ge=0, le=480)] = 10

    @model_validator(mode="after")
    def _is_open(self) -> Self:
        return _ordered(self, self.opens, self.closes)


def _ordered(body: B, first: time, last: time) -> B:
    if first >= last:
        raise Expected("a time after {first}, on the same day", first=first)
    return body


class PlanBody(BaseModel):
    """A depot's tours of a day, for all packed goods of our own country."""

    depot: Code
    day: DayAhead


class Depots(Page[PutDepot, None]):
    """Every depot."""


class Vehicles(Page[PutVehicle, None]):
    """Every vehicle."""


class TourPlans(Page[TourPlanState, None]):
    """The plans of a day."""


@router.put("/depots/{depot}", response_model=DepotPut)
async def put_depot(depot: Code, asked: DepotBody, ask: Ask, by: Clerk) -> Response:
    """Where tours start and end (LOG-4)."""
    return await ask(handlers.put_depots, PutDepot(depot, **asked.model_dump()), key=f"depot {depot}", by=by)


@router.put("/vehicles/{vehicle}", response_model=VehiclePut)
async def put_vehicle(vehicle: Code, asked: VehicleBody, ask: Ask, by: Clerk) -> Response:
    """What drives tours, and when (LOG-4)."""
    return await ask(handlers.put_vehicles, PutVehicle(vehicle, **asked.model_dump()), key=f"vehicle {vehicle}", by=by)


@router.put("/shipments/{shipment_id}/place", response_model=PlacePut)
async def put_place(by: Clerk, shipment_id: ShipmentId, asked: PlaceBody, ask: Ask) -> Response:
    """Where the address of a shipment is; kept for all that goes there (LOG-4)."""
    body = PutPlace(shipment_id, **asked.model_dump())
    return await ask(handlers.put_places, body, key=str(shipment_id), by=by)


@router.post("/tour-plans", response_model=TourPlanState)
async def plan_tours(asked: PlanBody, ask: Ask, by: Clerk) -> Response:
    """Which vehicle brings which goods, in which order and when; the plan is there a few seconds later (LOG-4)."""
    body = PlanTours(asked.depot, asked.day, by.code)
    return await ask(handlers.plan_tours, body, key=f"depot {asked.depot}", by=by)


@router.get("/tour-plans")
async def get_tour_plans(db: Look, _: Reader, day: Annotated[Day, Query()]) -> TourPlans:
    return TourPlans(items=tuple(map(state_of, await plans.of_day(db, day))))


@router.get("/depots")
async def get_depots(db: Look, _: Reader) -> Depots:
    return Depots(items=tuple(await store.every_depot(db)))


@router.get("/vehicles")
async def get_vehicles(db: Look, _: Reader) -> Vehicles:
    return Vehicles(items=tuple(await store.fleet(db)))

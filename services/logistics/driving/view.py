"""A tour as who drives it reads it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from services.logistics.driving.rules import Aboard, Stop, stops_of
from services.logistics.tour.rules import Tour, TourPlan


class TourSheet(BaseModel):
    """One vehicle's day."""

    plan_id: UUID
    number: str
    depot: str
    day: date
    vehicle: str
    starts: datetime
    ends: datetime
    started_at: datetime | None
    load_kg: Decimal
    load_m3: Decimal
    distance_km: Decimal
    stops: tuple[Stop, ...]


def sheet_of(plan: TourPlan, tour: Tour, aboard: dict[UUID, Aboard]) -> TourSheet:
    names = ("vehicle", "starts", "ends", "started_at", "load_kg", "load_m3", "distance_km")
    told = {name: getattr(tour, name) for name in names}
    head = {name: getattr(plan, name) for name in ("plan_id", "number", "depot", "day")}
    return TourSheet(**head, **told, stops=stops_of(plan, tour, aboard))

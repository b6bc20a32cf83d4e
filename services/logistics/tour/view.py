"""A plan of tours as people see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from contracts.value import fields_of
from services.logistics.tour.rules import LeftOut, Tour, TourPlan


class TourPlanState(BaseModel):
    id: UUID
    number: str
    depot: str
    day: date
    state: Literal["asked", "planned"]
    asked_by: str
    asked_at: datetime
    tours: tuple[Tour, ...]
    left_out: tuple[LeftOut, ...]


def state_of(plan: TourPlan) -> TourPlanState:
    return TourPlanState(
        id=plan.plan_id, **{name: value for name, value in fields_of(plan).items() if name != "plan_id"}
    )

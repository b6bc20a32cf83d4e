"""What people see of an order's plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.milestones import Milestone
from services.notify.plan.rules.plan import Condition, Plan


class MilestoneShown(BaseModel):
    """``first`` is its day in the first plan; ``condition`` says all of them in a word."""

    model_config = ConfigDict(from_attributes=True)
    milestone: Milestone
    first: date | None
    planned: date | None
    forecast: date | None
    actual: date | None
    condition: Condition
    by_hand: bool
    """``actual`` is as somebody entered it; no event told of it."""


class EnteredShown(BaseModel):
    """Who entered when a milestone came, and how he knows; without a day he took back what was entered."""

    model_config = ConfigDict(from_attributes=True)
    milestone: Milestone
    came: date | None
    reason: str
    person: str
    at: datetime


class ReplannedShown(BaseModel):
    """Who planned a milestone anew, and why; ``was`` is its day until then."""

    model_config = ConfigDict(from_attributes=True)
    milestone: Milestone
    planned: date
    was: date
    reason: str
    person: str
    at: datetime


class PlanShown(BaseModel):
    """The milestones of an order in their order, and what was planned anew and entered, the newest last."""

    order_id: UUID
    promised: date | None
    milestones: list[MilestoneShown]
    replanned: list[ReplannedShown]
    entered: list[EnteredShown]


class Plans(BaseModel):
    """Of the orders of which something was planned anew or entered."""

    plans: list[PlanShown]


def shown(plan: Plan) -> PlanShown:
    return PlanShown(
        order_id=plan.known.order_id,
        promised=plan.known.promised,
        milestones=[MilestoneShown.model_validate(step) for step in plan.steps],
        replanned=[ReplannedShown.model_validate(one) for one in plan.known.replanned],
        entered=[EnteredShown.model_validate(one) for one in plan.known.entered],
    )


def plans_shown(plans: Sequence[Plan]) -> Plans:
    return Plans(plans=[shown(plan) for plan in plans])

"""The plan of an order over HTTP, planning it anew, and entering what came (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayAhead, DayGone
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.sight import is_confined
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.milestones import Milestone
from contracts.scalars import Reference, Told
from services.notify.plan import store as known
from services.notify.plan.rules.plan import Plan
from services.notify.plan.view import Plans, PlanShown, shown
from services.notify.plan.work import plans_of
from services.notify.planning import handlers
from services.notify.planning.rules import CHANGES_MAX, Came, Change, Replan
from services.notify.promise.paths import Staff
from services.notify.story import store as story
from services.notify.story.rules.board import Row

ALL_PLANS = "plans"
"""The one key of all replans: an order is called by number or id, and a sheet plans many."""
router = Router(prefix="/api/v1", tags=["plans"])
Planner = Annotated[Person, Depends(allow("merchandiser", "sales manager", "planner", "general manager"))]


class ReplanBody(BaseModel):
    milestone: Milestone
    planned: DayAhead
    reason: Told


class ChangeBody(BaseModel):
    """A milestone's new day, of an order by its number or id."""

    order: Reference
    milestone: Milestone
    planned: DayAhead


class EnterBody(BaseModel):
    """Without a day, what was entered of the milestone is taken back."""

    milestone: Milestone
    came: DayGone | None = None
    reason: Told


class CameBody(BaseModel):
    """When a milestone came, of an order by its number or id."""

    order: Reference
    milestone: Milestone
    came: DayGone


class ReplanAllBody(BaseModel):
    changes: Annotated[list[ChangeBody], Field(max_length=CHANGES_MAX)] = []
    came: Annotated[list[CameBody], Field(max_length=CHANGES_MAX)] = []
    reason: Told


@router.get("/orders/{order_id}/plan")
async def get_plan(order_id: UUID, db: Look, _: Staff) -> PlanShown:
    """Each milestone of an order: as planned at first and now, as it is to be expected, and as it came."""
    plan = (await plans_of(db, [order_id])).get(order_id)
    if plan is None:
        raise NotFound(what="order", id=order_id)
    return shown(plan)


@router.post("/orders/{order_id}/plan", response_model=Plans)
async def replan_order(order_id: UUID, asked: ReplanBody, db: Look, ask: Ask, by: Planner) -> Response:
    """Another day for a milestone; what waits for it moves along, and the first plan is kept beside."""
    await _must_see(db, [str(order_id)])
    change = Change(str(order_id), asked.milestone, asked.planned)
    return await ask(handlers.replan, Replan((change,), asked.reason, by.code), key=ALL_PLANS, by=by)


@router.post("/orders/{order_id}/milestones", response_model=Plans)
async def enter_milestone(order_id: UUID, asked: EnterBody, db: Look, ask: Ask, by: Planner) -> Response:
    """When a milestone came, where no event tells; an event's own day stands before it."""
    await _must_see(db, [str(order_id)])
    came = Came(str(order_id), asked.milestone, asked.came)
    return await ask(handlers.replan, Replan((), asked.reason, by.code, (came,)), key=ALL_PLANS, by=by)


@router.post("/plans", response_model=Plans)
async def replan_orders(asked: ReplanAllBody, db: Look, ask: Ask, by: Planner) -> Response:
    """Other days for milestones of several orders, and days on which some came; all of them or none."""
    await _must_see(db, [*(one.order for one in asked.changes), *(one.order for one in asked.came)])
    changes = tuple(
        Change(one.order, one.milestone, one.planned, f"changes.{nth}.") for nth, one in enumerate(asked.changes)
    )
    came = tuple(Came(one.order, one.milestone, one.came, f"came.{nth}.") for nth, one in enumerate(asked.came))
    return await ask(handlers.replan, Replan(changes, asked.reason, by.code, came), key=ALL_PLANS, by=by)


async def _must_see(db: Reading, names: Sequence[str]) -> None:
    """Raises NotFound for the first that is none of his, or nobody's, where who asks sees only his own."""
    if await is_confined(db):
        seen = await known.ids_of(db, names)
        for name in names:
            if name not in seen:
                raise NotFound(what="order", id=name)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    plans = await plans_of(db, orders)
    return [_subject(row, plans[row.order_id]) for row in await story.of_orders(db, orders) if row.order_id in plans]


def _subject(row: Row, plan: Plan) -> Subject:
    """The form begins with the next step, and the day on which it is to be expected."""
    says = {"milestone": plan.next.milestone, "planned": plan.next.forecast} if plan.next else {}
    return Subject("order", row.order_id, row.number or str(row.order_id), {"order_id": row.order_id}, says)


SUBJECTS = Subjects(_of_orders)
"""A plan waits for nobody."""

"""How people bring an exception to its end: a plan, the approval of another person, the root cause (NOT-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Never
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.notify import ExceptionResolved
from services.notify.exception.rules.case import Case, ended


@dataclass(frozen=True)
class Plan:
    """Somebody says what is to be done."""

    exception_id: UUID
    plan: str
    person: str


@dataclass(frozen=True)
class Approve:
    """Somebody agrees with the plan."""

    exception_id: UUID
    person: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Resolve:
    """Somebody says that it is over, and what its root cause was."""

    exception_id: UUID
    root_cause: str
    person: str


class EndedAlready(Refusal):
    """Exception {exception_id} has ended already."""


class PlanApprovedAlready(Refusal):
    """The plan of exception {exception_id} is approved; it changes no more."""


class NoPlanYet(Refusal):
    """Exception {exception_id} has no plan that could be approved."""


class NotApprovedYet(Refusal):
    """Exception {exception_id} is {state}; its plan must be approved before it is resolved."""


class AnotherMustApprove(Refusal):
    """The plan is the {role}'s to approve; {person} has not that role."""

    status = 403


class PlannedByTheSame(Refusal):
    """{person} made the plan; another person approves it."""


def plan(case: Case, asked: Plan) -> Step[Case, Never] | Refusal:
    """A plan may be made anew until it is approved."""
    if case.state == "done":
        return EndedAlready(exception_id=case.exception_id)
    if case.state == "approved":
        return PlanApprovedAlready(exception_id=case.exception_id)
    return Step(case.but(state="planned", plan=asked.plan, planned_by=asked.person))


def approve(case: Case, asked: Approve) -> Step[Case, Never] | Refusal:
    """By somebody with the role, who is not the planner."""
    if case.state in ("done", "approved"):
        no = EndedAlready if case.state == "done" else PlanApprovedAlready
        return no(exception_id=case.exception_id)
    if case.state == "open":
        return NoPlanYet(exception_id=case.exception_id)
    if case.approval_role not in asked.roles:
        return AnotherMustApprove(role=case.approval_role, person=asked.person)
    if case.planned_by == asked.person:
        return PlannedByTheSame(person=asked.person)
    return Step(case.but(state="approved", approved_by=asked.person))


def resolve(case: Case, asked: Resolve, now: datetime) -> Step[Case, ExceptionResolved] | Refusal:
    """With its root cause; what progress ended may be given its root cause afterwards, once."""
    found = case.but(root_cause=asked.root_cause, resolved_by=asked.person)
    if case.state == "done":
        late = case.ended_by == "progress" and not case.root_cause
        return Step(found) if late else EndedAlready(exception_id=case.exception_id)
    if case.state != "approved":
        return NotApprovedYet(exception_id=case.exception_id, state=case.state)
    return ended(found, "person", now)

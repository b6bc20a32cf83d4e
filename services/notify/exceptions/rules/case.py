"""What a missed promise becomes, and how people bring it to its end (NOT-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.notify import DeadlineMissed, ExceptionRaised, ExceptionResolved
from contracts.value import Value
from services.notify.exceptions.rules.kinds import Kind, Level

State = Literal["open", "planned", "approved", "done"]


class Case(Value):
    """An exception, whole. Times are business time (UTC)."""

    exception_id: UUID
    promise_id: UUID
    opening: int
    orders: tuple[UUID, ...]
    kind: str
    level: int
    owner: str
    reason: str
    awaited: tuple[str, ...]
    contingency: str
    """The kind's plan, from which people start."""
    approval_role: str
    raised_at: datetime
    respond_by: datetime
    state: State = "open"
    plan: str = ""
    planned_by: str = ""
    approved_by: str = ""
    ended_by: Literal["", "progress", "person"] = ""
    resolved_by: str = ""
    root_cause: str = ""
    ended_at: datetime | None = None


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


def raised(missed: DeadlineMissed, exception_id: UUID, kind: Kind, level: Level, now: datetime, by: datetime) -> Case:
    """The exception that a missed promise is; ``by`` is when an answer to it is due."""
    return Case(
        exception_id=exception_id,
        promise_id=missed.promise_id,
        opening=missed.opening,
        orders=missed.orders,
        kind=kind.name,
        level=kind.level,
        owner=missed.owner,
        reason=missed.reason,
        awaited=missed.awaited,
        contingency=kind.plan,
        approval_role=kind.approval or level.approval,
        raised_at=now,
        respond_by=by,
    )


def told(case: Case) -> ExceptionRaised:
    return ExceptionRaised(
        orders=case.orders,
        exception_id=case.exception_id,
        promise_id=case.promise_id,
        opening=case.opening,
        kind=case.kind,
        level=case.level,
        owner=case.owner,
        plan=case.contingency,
        approval_role=case.approval_role,
        respond_by=case.respond_by,
    )


def plan(case: Case, asked: Plan) -> Case | Refusal:
    """A plan may be made anew until it is approved."""
    if case.state == "done":
        return EndedAlready(exception_id=case.exception_id)
    if case.state == "approved":
        return PlanApprovedAlready(exception_id=case.exception_id)
    return case.but(state="planned", plan=asked.plan, planned_by=asked.person)


def approve(case: Case, asked: Approve) -> Case | Refusal:
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
    return case.but(state="approved", approved_by=asked.person)


def resolve(case: Case, asked: Resolve, now: datetime) -> Case | Refusal:
    """With its root cause; what progress ended may be given its root cause afterwards, once."""
    found = {"root_cause": asked.root_cause, "resolved_by": asked.person}
    if case.state == "done":
        late = case.ended_by == "progress" and not case.root_cause
        return case.but(**found) if late else EndedAlready(exception_id=case.exception_id)
    if case.state != "approved":
        return NotApprovedYet(exception_id=case.exception_id, state=case.state)
    return case.but(**found, state="done", ended_by="person", ended_at=now)


def cleared(case: Case, now: datetime) -> Case:
    """What was awaited came, or is awaited no more."""
    return case.but(state="done", ended_by="progress", ended_at=now)


def ended(before: Case, after: Case) -> tuple[ExceptionResolved, ...]:
    """What is said when an exception ended just now."""
    if before.state == "done" or after.ended_by == "":
        return ()
    return (
        ExceptionResolved(
            orders=after.orders,
            exception_id=after.exception_id,
            promise_id=after.promise_id,
            opening=after.opening,
            how=after.ended_by,
            root_cause=after.root_cause,
        ),
    )

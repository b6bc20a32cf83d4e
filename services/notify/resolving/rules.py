"""What is an exception from its beginning; and how people bring one to its end: plan, approval, root cause (NOT-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Never
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.catalogue import EVENTS
from contracts.counting import opened_version
from contracts.event import Event
from contracts.matching import openings
from contracts.notify import ExceptionResolved
from services.notify.exception.rules.case import Case, ended
from services.notify.exception.rules.kinds import Alarm
from services.notify.promise.rules.opening import reason_of


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


def alarming() -> list[type[Event]]:
    """The events of which a promise is an exception at once (``alarming``)."""
    return [event for event in EVENTS.values() if any(promise.alarming for promise in event.then)]


def alarm_of(event: Event, now: datetime) -> Alarm | None:
    """The event's promise that is an exception; None when this one does not open it."""
    return next(
        (
            Alarm(
                promise_id=family.key(values),
                opening=opened_version(event, element, family, now),
                reason=reason_of(event),
                awaited=family.of,
                owner=family.owner,
                orders=event.orders,
            )
            for promise, family, place in openings(type(event))
            if promise.alarming and (promise.when is None or getattr(event, promise.when))
            for values, element in place.values(event)
        ),
        None,
    )


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

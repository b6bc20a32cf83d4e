"""What an exception is, and what is said of it when it is raised and when it ends (NOT-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis.handling import Step
from contracts.notify import ExceptionRaised, ExceptionResolved
from contracts.texts import Text
from contracts.value import Value
from services.notify.exception.rules.kinds import Ground, Kind, Level

State = Literal["open", "planned", "approved", "done"]
EndedBy = Literal["progress", "person"]


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
    contingency: Text
    """The kind's plan, from which people start."""
    approval_role: str
    raised_at: datetime
    respond_by: datetime
    state: State = "open"
    plan: str = ""
    planned_by: str = ""
    approved_by: str = ""
    ended_by: Literal["", EndedBy] = ""
    resolved_by: str = ""
    root_cause: str = ""
    ended_at: datetime | None = None
    number: str = ""
    """Of the customer's document that it is about, where it is no order's own."""
    customer: str = ""


def raised(
    ground: Ground, exception_id: UUID, kind: Kind, level: Level, now: datetime, by: datetime
) -> Step[Case, ExceptionRaised]:
    """The exception that a missed or alarming promise is; ``by`` is when an answer to it is due."""
    case = Case(
        exception_id=exception_id,
        promise_id=ground.promise_id,
        opening=ground.opening,
        orders=ground.orders,
        kind=kind.name,
        level=kind.level,
        owner=ground.owner,
        reason=ground.reason,
        awaited=ground.awaited,
        contingency=kind.plan,
        approval_role=kind.approval or level.approval,
        raised_at=now,
        respond_by=by,
        number=ground.number,
        customer=ground.customer,
    )
    return Step(case, (_raised(case),))


def _raised(case: Case) -> ExceptionRaised:
    return ExceptionRaised(
        orders=case.orders,
        exception_id=case.exception_id,
        promise_id=case.promise_id,
        opening=case.opening,
        kind=case.kind,
        level=case.level,
        owner=case.owner,
        plan=str(case.contingency),
        approval_role=case.approval_role,
        respond_by=case.respond_by,
    )


def ended(case: Case, by: EndedBy, now: datetime) -> Step[Case, ExceptionResolved]:
    """By progress, when what was awaited came or is awaited no more; or by a person, who found its root cause."""
    done = case.but(state="done", ended_by=by, ended_at=now)
    said = ExceptionResolved(
        orders=done.orders,
        exception_id=done.exception_id,
        promise_id=done.promise_id,
        opening=done.opening,
        how=by,
        root_cause=done.root_cause,
    )
    return Step(done, (said,))

"""Exceptions over HTTP (NOT-4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.handling import Reading, Subject, Subjects
from chassis.http.page import Limit
from chassis.http.router import Router
from chassis.http.sight import must_see
from chassis.http.web import Ask, Look
from contracts.called import topic_word
from contracts.departments import Department
from contracts.scalars import Count, Told
from contracts.sentences import language, word
from contracts.texts import Text, said
from contracts.value import fields_of
from services.notify.exception import store
from services.notify.exception.rules.case import Case, State
from services.notify.exception.view import Cases, shown
from services.notify.promise.paths import Staff
from services.notify.resolving import handlers, rules

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
router = Router(prefix="/api/v1", tags=["exceptions"])


class PlanBody(BaseModel):
    plan: Told


class ResolveBody(BaseModel):
    root_cause: Told


@router.get("/exceptions")
async def get_exceptions(
    db: Look,
    _: Staff,
    state: State | None = None,
    owner: Department | None = None,
    level: Annotated[Count, Field(ge=1)] | None = None,
    order: UUID | None = None,
    after: UUID | None = None,
    limit: Limit = 100,
) -> Cases:
    """By the time of their raising; ``owner`` is the department that must act, ``after`` the ``next`` of a page."""
    cases = await store.listed(db, state=state, owner=owner, level=level, order=order, after=after, limit=limit)
    now = clock.now()
    items = tuple(shown(case, now) for case in cases)
    return Cases(items=items, next=cases[-1].exception_id if len(cases) == limit else None)


@router.post("/exceptions/{exception_id}/plan", response_model=Case)
async def plan_exception(exception_id: UUID, asked: PlanBody, db: Look, ask: Ask, by: Staff) -> Response:
    """What is to be done; it may be planned anew until it is approved."""
    await must_see(db, "exception", exception_id)
    body = rules.Plan(exception_id, asked.plan, by.code)
    return await ask(handlers.plan, body, key=str(exception_id), by=by)


@router.post("/exceptions/{exception_id}/approve", response_model=Case)
async def approve_exception(exception_id: UUID, db: Look, ask: Ask, by: Staff) -> Response:
    """By the role that the exception names."""
    await must_see(db, "exception", exception_id)
    body = rules.Approve(exception_id, by.code, by.roles)
    return await ask(handlers.approve, body, key=str(exception_id), by=by)


@router.post("/exceptions/{exception_id}/resolve", response_model=Case)
async def resolve_exception(exception_id: UUID, asked: ResolveBody, db: Look, ask: Ask, by: Staff) -> Response:
    """It is over, and this was its root cause."""
    await must_see(db, "exception", exception_id)
    body = rules.Resolve(exception_id, asked.root_cause, by.code)
    return await ask(handlers.resolve, body, key=str(exception_id), by=by)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(case) for case in await store.unfinished_of(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(case) for case in await store.unfinished(db, after, limit)]


async def _by_name(db: Reading, name: str, _limit: int) -> list[Subject]:
    """By its id: it has no number."""
    known = await store.load(db, [UUID(name)]) if ID.fullmatch(name) else {}
    return list(map(_subject, known.values()))


def _subject(case: Case) -> Subject:
    """A plan begins with the one that is kept for its kind (NOT-4)."""
    says = {**fields_of(case), "plan": case.plan or said(case.contingency)}
    lang = language()
    name = said(Text("{kind}; awaited: {event}", kind=word(case.kind, lang), event=topic_word(case.awaited[0], lang)))
    return Subject("exception", case.exception_id, name, {"exception_id": case.exception_id}, says)


SUBJECTS = Subjects(_of_orders, _waiting, _by_name)

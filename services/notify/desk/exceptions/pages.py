"""The list of exceptions, and the page of each (NOT-4)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, get_args
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.handling import Reading
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from contracts.departments import DEPARTMENTS
from services.notify.desk.doing.actions import Actions, called
from services.notify.desk.drawing import page
from services.notify.desk.exceptions import store
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of
from services.notify.exception.rules.case import Case, State
from services.notify.exception.view import shown

UNFINISHED = "unfinished"
STATES = (UNFINISHED, *get_args(State))
LIST_ROWS = 200
router = Router()


@router.get("/exceptions")
async def get_exceptions(request: Request, db: Look, session: SignedIn) -> Response:
    """What wants an answer soonest stands first."""
    state = next((one for one in STATES if one == request.query_params.get("state")), UNFINISHED)
    owner = next((one for one in DEPARTMENTS if one == request.query_params.get("owner")), "")
    now = clock.now()
    cases = [shown(case, now) for case in await store.soonest(db, state, owner, LIST_ROWS)]
    told: dict[str, Any] = {"states": STATES, "departments": DEPARTMENTS, "state": state, "owner": owner, "now": now}
    return page(request, "exceptions.html", session, cases=cases, numbers=await _numbers(db, cases), **told)


@router.get("/exceptions/{exception_id}")
async def get_exception(request: Request, db: Look, session: SignedIn, exception_id: UUID) -> Response:
    case = await store.one(db, exception_id)
    if case is None:
        raise NotFound(what="exception", id=exception_id)
    now = clock.now()
    told: dict[str, Any] = {"case": shown(case, now), "numbers": await _numbers(db, [case]), "now": now}
    order = case.orders[0] if case.orders else None
    return page(request, "exception.html", session, actions=await _actions(request, session, case), order=order, **told)


async def _actions(request: Request, session: Session, case: Case) -> Actions:
    """Of the exception itself, and of the document that it is about, by which it ends by itself."""
    departments, trace = request.app.state.departments, trace_of(request)
    asks = [("notify", str(case.exception_id)), *([(case.owner, case.number)] if case.number else [])]
    told = await asyncio.gather(*(called(departments, name, session, trace, one) for name, one in asks))
    documents = tuple(document for one in told for document in one.documents)
    return Actions(documents, tuple(name for one in told for name in one.away))


async def _numbers(db: Reading, cases: Sequence[Case]) -> dict[UUID, str]:
    """What people call their orders."""
    return await store.numbers(db, sorted({order for case in cases for order in case.orders}))

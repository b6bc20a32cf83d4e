"""The page of operations: find an order, see each department, what is stuck and what died (ALL-1)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response

from chassis.figures import opening
from chassis.http.router import Router
from contracts.scalars import Reference
from services.notify.desk.drawing import page
from services.notify.desk.operations.company import company_of
from services.notify.desk.operations.view import dead_in, departments_of
from services.notify.desk.session import Session, watching
from services.notify.policy import Policy
from whereabouts.asking import Company, ask, ask_what_waits, order_of, what_is_stuck
from whereabouts.verdict import Verdict, verdict

Watching = Annotated[Session, Depends(watching)]
ORDERS_SHOWN = 10
router = Router()


@router.get("/operations")
async def get_operations(
    request: Request, session: Watching, q: Annotated[Reference | None, Query()] = None
) -> Response:
    """All of it; with ``q``, any number of an order or an event's id, also where that order stands."""
    company, name = company_of(request, session), (q or "").strip()
    (found, order_id), waiting = await asyncio.gather(_verdict(company, name), ask_what_waits(company))
    stuck, unknown = await what_is_stuck(company, waiting)
    departments = departments_of(waiting)
    waits: dict[str, Any] = {"departments": departments, "dead": dead_in(departments)}
    told: dict[str, Any] = {"stuck": stuck, "unknown": unknown, "shown": ORDERS_SHOWN}
    about: dict[str, Any] = {"asked": name, "found": found, "order_id": order_id}
    dashboards = opening(Policy).dashboards_url
    return page(request, "operations.html", session, **waits, **told, **about, dashboards=dashboards)


async def _verdict(company: Company, name: str) -> tuple[Verdict | None, object]:
    if not name:
        return None, None
    answers = await ask(company, name)
    return verdict(answers), order_of(answers)

"""The queue of a department (NOT-17)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from contracts.departments import DEPARTMENTS, Department
from services.notify.desk.doing.actions import waiting
from services.notify.desk.drawing import page
from services.notify.desk.session import OF_ROLE, SignedIn
from services.notify.desk.trace import trace_of

router = APIRouter()


@router.get("/queue")
async def get_own(session: SignedIn) -> Response:
    own = next((OF_ROLE[role] for role in session.person.roles if role in OF_ROLE), "sales")
    return RedirectResponse(f"/desk/queue/{own}", 303)


@router.get("/queue/{department}")
async def get_queue(request: Request, session: SignedIn, department: Department, after: UUID | None = None) -> Response:
    actions = await waiting(request.app.state.departments, session, trace_of(request), department, after)
    told: dict[str, Any] = {"departments": DEPARTMENTS, "department": department, "back": _address(department, after)}
    return page(request, "queue.html", session, actions=actions, order_id=None, **told)


def _address(department: Department, after: UUID | None) -> str:
    return f"/desk/queue/{department}" + (f"?after={after}" if after else "")

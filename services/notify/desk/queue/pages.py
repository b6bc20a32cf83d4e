"""The queue of a department (NOT-17)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from chassis.http.router import Router
from chassis.http.web import Look
from contracts.departments import DEPARTMENTS, Department
from services.notify.desk.doing.actions import Actions, waiting
from services.notify.desk.drawing import page
from services.notify.desk.scanned.finding import look_for
from services.notify.desk.session import OF_ROLE, SignedIn
from services.notify.desk.trace import trace_of

router = Router()


@router.get("/queue")
async def get_own(session: SignedIn) -> Response:
    own = next((OF_ROLE[role] for role in session.person.roles if role in OF_ROLE), "sales")
    return RedirectResponse(f"/desk/queue/{own}", 303)


@router.get("/queue/{department}")
async def get_queue(
    request: Request, db: Look, session: SignedIn, department: Department, after: UUID | None = None,
    scan: str = "", scanned: str = "",
) -> Response:  # fmt: skip
    """All that waits, or what a label leads to (``scan``); ``scanned`` is what led to a form that was sent."""
    label = scan.strip()
    told: dict[str, Any] = {"departments": DEPARTMENTS, "department": department, "scanned": scanned}
    found = await look_for(request, db, session, department, label) if label else None
    actions = Actions()
    if found is None or not found.is_known:
        actions = await waiting(request.app.state.departments, session, trace_of(request), department, after)
    back = _address(department, {"scanned": label} if label else {"after": after})
    return page(request, "queue.html", session, actions=actions, order_id=None, found=found, back=back, **told)


def _address(department: Department, asked: dict[str, Any]) -> str:
    said = {name: value for name, value in asked.items() if value}
    return f"/desk/queue/{department}" + (f"?{urlencode(said)}" if said else "")

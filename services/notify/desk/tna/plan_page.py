"""The plan of one order: its milestones as bars and as a table, and the way to plan them anew (NOT-3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from services.notify.desk.choices import own_path
from services.notify.desk.doing.actions import actions_of
from services.notify.desk.drawing import page
from services.notify.desk.session import SignedIn
from services.notify.desk.tna.chart import chart_of
from services.notify.desk.tna.view import SAID, SIGNS
from services.notify.desk.trace import trace_of
from services.notify.plan.work import plans_of
from services.notify.story import store as story

OURSELVES = "notify"
router = Router()


@router.get("/plans/{order_id:uuid}")
async def get_plan(request: Request, db: Look, session: SignedIn, order_id: UUID, back: str = "") -> Response:
    """With what may be done about it; or, where htmx asks, by itself."""
    row, plan = await story.find(db, str(order_id)), (await plans_of(db, [order_id])).get(order_id)
    if row is None or plan is None:
        raise NotFound(what="order", id=order_id)
    told: dict[str, Any] = {
        "row": row,
        "plan": plan,
        "chart": chart_of(plan, clock.today()),
        "signs": SIGNS,
        "said": SAID,
    }
    if "hx-request" in request.headers:
        return page(request, "order_plan.html", session, alone=False, **told)
    departments, to = request.app.state.departments, own_path(back) if back else f"/desk/orders/{order_id}"
    actions = await actions_of(departments, OURSELVES, session, trace_of(request), order_id)
    return page(request, "plan.html", session, alone=True, actions=actions, back=to, order_id=order_id, **told)

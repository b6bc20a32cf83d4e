"""An order's page, and the parts of it that are looked at again when the order changes (NOT-2)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Reference
from services.notify.desk.doing.actions import Actions, actions_about
from services.notify.desk.drawing import page
from services.notify.desk.order.brief import Brief, brief_of
from services.notify.desk.order.reading import order_of, row_of
from services.notify.desk.order.timeline import filter_of
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of
from services.notify.story.rules.board import Row

Name = Annotated[Reference, Path()]
router = Router()


@router.get("/order-parts/{name:path}")
async def get_parts(request: Request, db: Look, session: SignedIn, name: Name) -> Response:
    """What changes by itself, without the forms."""
    wanted = filter_of(request.query_params)
    order = await order_of(db, await row_of(db, name), session.choices, wanted)
    return page(request, "order_parts.html", session, order=order)


@router.get("/order-forms/{name:path}")
async def get_forms(request: Request, db: Look, session: SignedIn, name: Name) -> Response:
    """What may be done now, with money and papers in short, asked of all departments again."""
    row = await row_of(db, name)
    actions, brief = await _asked(request, session, row)
    told: dict[str, Any] = {"back": f"/desk/orders/{row.order_id}", "order_id": row.order_id}
    return page(request, "order_forms.html", session, actions=actions, brief=brief, **told)


@router.get("/orders/{name:path}")
async def get_order(request: Request, db: Look, session: SignedIn, name: Name) -> Response:
    """By its id, its number or the customer's PO number."""
    row, wanted = await row_of(db, name), filter_of(request.query_params)
    order, (actions, brief) = await asyncio.gather(
        order_of(db, row, session.choices, wanted), _asked(request, session, row)
    )
    return page(request, "order.html", session, order=order, actions=actions, brief=brief, tab="story")


async def _asked(request: Request, session: Session, row: Row) -> tuple[Actions, Brief]:
    """Of the departments, all side by side."""
    departments, trace = request.app.state.departments, trace_of(request)
    return await asyncio.gather(
        actions_about(departments, session, trace, row.order_id), brief_of(request, session, row.order_id)
    )

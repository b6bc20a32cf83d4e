"""An order's page, and the parts of it that are looked at again when the order changes (NOT-2)."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from chassis import clock
from chassis.handling import Reading
from chassis.http.web import Look
from chassis.refusal import NotFound
from contracts.scalars import Reference
from services.notify.desk.choices import Choices
from services.notify.desk.doing.actions import Actions, actions_about
from services.notify.desk.drawing import page
from services.notify.desk.order.store import stages_of
from services.notify.desk.order.view import OrderPage, awaited_of, steps_of, story_of
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of
from services.notify.exception import store as exceptions
from services.notify.exception.view import shown
from services.notify.overdue.store import promises_of
from services.notify.story import store as story
from services.notify.story.rules.board import Row

EXCEPTIONS_MAX = 100
Name = Annotated[Reference, Path()]
router = APIRouter()


@router.get("/order-parts/{name:path}")
async def get_parts(request: Request, db: Look, session: SignedIn, name: Name) -> Response:
    """What changes by itself, without the forms."""
    order = await _order(db, await _row(db, name), session.choices)
    return page(request, "order_parts.html", session, order=order)


@router.get("/order-forms/{name:path}")
async def get_forms(request: Request, db: Look, session: SignedIn, name: Name) -> Response:
    """What may be done now, asked of all departments again."""
    row = await _row(db, name)
    actions, back = await _actions(request, session, row), f"/desk/orders/{row.order_id}"
    return page(request, "doing.html", session, actions=actions, back=back, order_id=row.order_id)


@router.get("/orders/{name:path}")
async def get_order(request: Request, db: Look, session: SignedIn, name: Name) -> Response:
    """By its id, its number or the customer's PO number."""
    row = await _row(db, name)
    order, actions = await asyncio.gather(_order(db, row, session.choices), _actions(request, session, row))
    return page(request, "order.html", session, order=order, actions=actions)


async def _row(db: Reading, name: str) -> Row:
    row = await story.find(db, name)
    if row is None:
        raise NotFound(what="order", id=name)
    return row


async def _order(db: Reading, row: Row, choices: Choices) -> OrderPage:
    now = clock.now()
    cases = await exceptions.listed(
        db, state=None, owner=None, level=None, order=row.order_id, after=None, limit=EXCEPTIONS_MAX
    )
    return OrderPage(
        row=row,
        awaited=awaited_of(await promises_of(db, row.order_id), now),
        exceptions=tuple(shown(case, now) for case in reversed(cases)),
        steps=steps_of(row, await stages_of(db, row.order_id)),
        days=story_of(await story.events_of(db, row.order_id), choices),
        now=now,
    )


async def _actions(request: Request, session: Session, row: Row) -> Actions:
    return await actions_about(request.app.state.departments, session, trace_of(request), row.order_id)

"""The page of service tickets, asked of sales as the person may (SAL-13)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.http.router import Router
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.session import SignedIn
from services.notify.desk.tickets.told import TicketsTold
from services.notify.desk.trace import trace_of

PATHS = {"open": "/api/v1/open-tickets", "suggestions": "/api/v1/suggestions"}
router = Router()


@router.get("/tickets")
async def get_tickets(request: Request, session: SignedIn, which: str = "open", after: UUID | None = None) -> Response:
    """Those that are not closed, or the suggestions that were passed on; another word shows the open ones."""
    shown = which if which in PATHS else "open"
    path = PATHS[shown] + (f"?{urlencode({'after': after})}" if after else "")
    asks = {"tickets": ("sales", path)}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    tickets = answers.of("tickets", TicketsTold) or TicketsTold(items=())
    return page(request, "tickets.html", session, which=shown, answers=answers, tickets=tickets, today=clock.today())

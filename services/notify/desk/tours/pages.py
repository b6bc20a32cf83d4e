"""The page of tours (LOG-4)."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.http.router import Router
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.session import SignedIn
from services.notify.desk.tours.view import Tours, day_of
from services.notify.desk.trace import trace_of

router = Router()


@router.get("/tours")
async def get_tours(request: Request, session: SignedIn, day: str = "") -> Response:
    """Stop by stop with what became of it; each leads to its order, where it is done."""
    shown = day_of(day, clock.today())
    asks = {"tours": ("logistics", f"/api/v1/tours?day={shown}")}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    tours = answers.of("tours", Tours)
    return page(request, "tours.html", session, day=shown, answers=answers, tours=tours.items if tours else ())

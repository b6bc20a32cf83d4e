"""The grid of the time-and-action calendar (NOT-3)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from chassis.http.web import Look
from contracts.milestones import MILESTONES
from services.notify.desk.board import store as board
from services.notify.desk.board.filters import STATES, filter_of, for_person
from services.notify.desk.board.pages import After
from services.notify.desk.drawing import page
from services.notify.desk.session import SignedIn
from services.notify.desk.tna.view import LEGEND, SAID, SIGNS, lines_of
from services.notify.plan.work import plans_of

GRID_ROWS = 50
router = APIRouter()


@router.get("/tna")
async def get_grid(request: Request, db: Look, session: SignedIn, after: After = 0) -> Response:
    """The most urgent orders first, as on the list."""
    wanted = filter_of(request.query_params)
    asked = for_person(wanted, session.person.code)
    rows = await board.listed(db, asked, after=after, limit=GRID_ROWS)
    lines = lines_of(rows, await plans_of(db, [row["order_id"] for row in rows]))
    return page(
        request,
        "tna.html",
        session,
        wanted=wanted,
        states=STATES,
        customers=await board.customers(db),
        count=sum((await board.counts(db, asked)).values()),
        after=after,
        rows=GRID_ROWS,
        lines=lines,
        milestones=MILESTONES,
        signs=SIGNS,
        said=SAID,
        legend=LEGEND,
    )

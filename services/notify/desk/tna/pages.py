"""The time-and-action calendar as a grid, as bars and as a sheet (NOT-3)."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.handling import Reading
from chassis.http.download import Download
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.milestones import MILESTONES
from services.notify.desk.board import store as board
from services.notify.desk.board.filters import STATES, filter_of, for_person
from services.notify.desk.board.pages import After
from services.notify.desk.drawing import page
from services.notify.desk.saved.store import views_of
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.sheets import answered
from services.notify.desk.tna.bars import bars_of
from services.notify.desk.tna.returned import ROWS_MAX
from services.notify.desk.tna.sheet import workbook
from services.notify.desk.tna.view import LEGEND, SAID, SIGNS, lines_of
from services.notify.plan.store import load
from services.notify.plan.work import figures_of, plans_of, reckoned

GRID_ROWS = 50
SHEET_ROWS_MAX = ROWS_MAX - 1
"""One more says that there are others."""
router = Router()


@router.get("/tna")
async def get_grid(request: Request, db: Look, session: SignedIn, after: After = 0) -> Response:
    """The most urgent orders first, as on the list."""
    told = await _told(request, db, session, after)
    return page(request, "tna.html", session, **told, milestones=MILESTONES, said=SAID, legend=LEGEND)


@router.get("/gantt")
async def get_bars(request: Request, db: Look, session: SignedIn, after: After = 0) -> Response:
    """The same orders, as bars on one scale of days."""
    told = await _told(request, db, session, after)
    return page(request, "gantt.html", session, **told, bars=bars_of(told["lines"], clock.today()), said=SAID)


async def _told(request: Request, db: Reading, session: Session, after: int) -> dict[str, Any]:
    wanted = filter_of(request.query_params)
    asked = for_person(wanted, session.person.code)
    rows = await board.listed(db, asked, after=after, limit=GRID_ROWS)
    return {
        "wanted": wanted,
        "states": STATES,
        "customers": await board.customers(db),
        "views": await views_of(db, session.person.code),
        "count": sum((await board.counts(db, asked)).values()),
        "after": after,
        "rows": GRID_ROWS,
        "lines": lines_of(rows, await plans_of(db, [row["order_id"] for row in rows])),
        "signs": SIGNS,
    }


@router.get("/tna.xlsx")
async def get_sheet(request: Request, db: Look, session: SignedIn, download: Download) -> Response:
    """The plans of all orders that the filter shows; thousands are reckoned beside the loop."""
    asked = for_person(filter_of(request.query_params), session.person.code)
    rows, whole = await board.first(db, asked, SHEET_ROWS_MAX)
    known, figures = await load(db, [row["order_id"] for row in rows]), await figures_of(db)
    content = await asyncio.to_thread(
        lambda: workbook(lines_of(rows, reckoned(known, figures)), session.choices.language, whole=whole)
    )
    return await answered(download, content, "plans", len(rows))

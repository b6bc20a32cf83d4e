"""The page of the archive: each department is asked side by side, as this person may see its papers (FIN-9, ALL-3)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response

from chassis.http.router import Router
from chassis.http.web import Look
from services.notify.desk.archive.found import AT_ONCE, BILLS, STATEMENTS, Search, cut_short, department_of, found_in
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import Answers, answers_of
from services.notify.desk.order.papers import handed_on
from services.notify.desk.session import SignedIn
from services.notify.desk.trace import trace_of
from services.notify.story import store as story

Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
router = Router()


@router.get("/bank-files/{sha256}")
async def get_bank_file(request: Request, session: SignedIn, sha256: Sha256) -> Response:
    """A bank's file as it came, as finance gives it to this person."""
    return await handed_on(request, session, "finance", f"/api/v1/bank-files/{sha256}")


@router.get("/archive")
async def get_archive(request: Request, db: Look, session: SignedIn) -> Response:
    """By customer, supplier, order, number, kind and period; an order that nobody knows has no papers."""
    search = Search.of(request.query_params)
    order = await story.find(db, search.order) if search.order else None
    unknown = bool(search.order) and order is None
    asks = {} if unknown else search.asks(order.order_id if order else None)
    answers: Answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    found = found_in(answers, session.choices)
    return page(
        request,
        "archive.html",
        session,
        search=search,
        unknown=unknown,
        answers=answers,
        found=found,
        department_of=department_of,
        closed=list(dict.fromkeys(map(department_of, answers.closed))),
        kinds={one.kind: one.label for one in found if one.kind not in (BILLS, STATEMENTS)},
        more=cut_short(answers),
        rows=AT_ONCE,
    )

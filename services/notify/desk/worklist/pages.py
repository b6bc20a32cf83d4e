"""A person's work list (NOT-17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import get_args

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.ids import new_id
from services.notify.desk.doing.actions import Command
from services.notify.desk.drawing import page
from services.notify.desk.session import SignedIn
from services.notify.desk.trace import trace_of
from services.notify.desk.worklist.gathering import WorkList, gather
from services.notify.desk.worklist.pressing import NEVER, Span, ends
from services.notify.desk.worklist.view import Work

SPANS: tuple[Span, ...] = get_args(Span)
ROWS_MAX = 150
router = Router()


@router.get("/work")
async def get_work(request: Request, db: Look, session: SignedIn) -> Response:
    """What he can do and what waits for him, over all departments; ``span`` and ``mine`` show less of it.

    Promises of his departments are shown up to the end of the span; under "all" whenever they are due.
    """
    span: Span = next((one for one in SPANS if one == request.query_params.get("span")), "all")
    mine, now, zone = request.query_params.get("mine") == "1", clock.now(), session.choices.zone
    until = ends(span, now, zone)
    found = await gather(db, request.app.state.departments, session, trace_of(request), now, until)
    works = [work for work in found.works if _is_wanted(work, found, until, session.person.code, mine)]
    now_due = [work for work in works if not work.is_put_off]
    return page(
        request, "work.html", session, found=found, spans=SPANS, span=span, mine=mine, now=now, count=len(now_due),
        groups=[(group, list(ones)) for group, ones in groupby(now_due[:ROWS_MAX], key=lambda work: work.group)],
        put_off=[work for work in works if work.is_put_off], putting_off=_form(found.putting_off),
    )  # fmt: skip


def _is_wanted(work: Work, found: WorkList, until: datetime, person: str, mine: bool) -> bool:
    """Due in time, or without a time where all is shown; of his own orders, or of none."""
    in_time = until == NEVER or (work.due is not None and work.due < until)
    whose = {found.orders[order]["merchandiser"] for order in work.orders if order in found.orders}
    return in_time and (not mine or not whose or person in whose)


def _form(command: Command | None) -> Callable[[Work], Command | None]:
    """Draws the command beside a piece of work, which it names."""
    if command is None:
        return lambda _: None
    return lambda work: replace(command, draft={"work": str(work.id)}, about=str(work.id), key=new_id().hex)

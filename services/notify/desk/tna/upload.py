"""A sheet of plans comes back: what it would change is shown before anything is done (NOT-3)."""

from __future__ import annotations

import asyncio

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.ids import new_id
from chassis.language import catalogue
from services.notify.desk.choices import own_path
from services.notify.desk.drawing import page
from services.notify.desk.session import SignedIn
from services.notify.desk.tna.changes import preview
from services.notify.desk.tna.returned import read, read_pasted
from services.notify.desk.uploaded import uploaded
from services.notify.plan.work import figures_of, named

router = Router()


@router.post("/tna/sheet")
async def look_at_sheet(request: Request, db: Look, session: SignedIn) -> Response:
    """A file, or pasted cells. What it would change is sent by the form that is shown, as any command; none is kept."""
    form = await uploaded(request)
    if "cells" in form:
        cells, faults = await asyncio.to_thread(read_pasted, form["cells"].decode(errors="replace"))
    else:
        cells, faults = await asyncio.to_thread(read, form.get("sheet", b""))
    orders = await named(db, list(dict.fromkeys(cell.order for cell in cells)))
    seen = await asyncio.to_thread(preview, cells, faults, orders, await figures_of(db), clock.now())
    return page(
        request,
        "returned.html",
        session,
        status=422 if seen.faults else 200,
        seen=seen,
        say=catalogue(session.choices.language, request.app.state.engine.house.locale),
        back=own_path(form.get("back", b"").decode(errors="replace")),
        key=new_id().hex,
    )

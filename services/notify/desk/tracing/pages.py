"""The trace of an order (NOT-2, ALL-1)."""

from __future__ import annotations

from typing import Annotated, Any

from babel.dates import format_timedelta
from fastapi import Path, Query, Request
from fastapi.responses import Response

from chassis.http.router import Router
from chassis.refusal import NotFound
from contracts.departments import DEPARTMENTS
from contracts.scalars import Reference
from services.notify.desk.drawing import page
from services.notify.desk.figures import Figures
from services.notify.desk.operations.company import company_of
from services.notify.desk.operations.pages import Watching
from services.notify.desk.tracing.bars import bars_of, chain, followers
from services.notify.desk.tracing.layout import drawn
from whereabouts.asking import ask, order_of
from whereabouts.picture import Picture, Silent

router = Router()


@router.get("/order-trace/{name:path}")
async def get_trace(
    request: Request,
    session: Watching,
    name: Annotated[Reference, Path()],
    of: Annotated[int | None, Query(ge=0)] = None,
) -> Response:
    """Asked of all departments as they are now; ``of``: one bar, what led to it and what followed from it."""
    answers = await ask(company_of(request, session), name)
    pictures = [answer for answer in answers if isinstance(answer, Picture)]
    bars = bars_of(pictures)
    if not bars:
        raise NotFound(what="order", id=name)
    meant = chain(bars, of) if of is not None and of < len(bars) else frozenset(range(len(bars)))
    number = next((n for p in pictures if p.service == "sales" for n in p.numbers.values()), "")
    told: dict[str, Any] = {
        "bars": [(nth, bar, followers(bars, nth)) for nth, bar in enumerate(bars) if nth in meant],
        "drawn": drawn(bars, DEPARTMENTS),
        "silent": [answer for answer in answers if isinstance(answer, Silent)],
        "span": lambda rest: format_timedelta(rest, locale=Figures(session.choices).locale, threshold=1.5),
    }
    names: dict[str, Any] = {"order_id": order_of(answers), "name": number or name, "of": of, "meant": meant}
    return page(request, "order_trace.html", session, **told, **names)

"""A link by which somebody outside opens one paper: a supplier, a forwarder, the customs (LOG-6, NOT-2).

Papers are of no document that a command's path could name, so that their link has a page of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from fastapi import Request
from fastapi.responses import Response

from chassis.http.router import Router
from chassis.ids import new_id
from contracts.departments import Department
from contracts.scalars import Reference
from contracts.value import Value
from services.notify.desk.choices import own_path
from services.notify.desk.doing.departments import Away, Refused
from services.notify.desk.drawing import page
from services.notify.desk.faults import fault_page
from services.notify.desk.order.papers import Kind, why
from services.notify.desk.posted import posted
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of

DAYS = "7"
router = Router()


class LinkMade(Value):
    """Where it leads, under the address of the paper's department."""

    path: str
    version: int
    language: str
    ends_at: datetime


@dataclass(frozen=True)
class Typed:
    """What the form says; in the language of whom the paper is for, unless one is chosen."""

    days: str = DAYS
    language: str = ""
    back: str = ""


@router.get("/papers/{department}/{kind}/{document}/link")
async def get_form_of_link(
    request: Request, session: SignedIn, department: Department, kind: Kind, document: Reference, back: str = ""
) -> Response:
    """The department is asked only when the form is sent."""
    del kind  # of the form's address
    return _page(request, session, department, document, Typed(back=own_path(back)))


@router.post("/papers/{department}/{kind}/{document}/link")
async def make_link(
    request: Request, session: SignedIn, department: Department, kind: Kind, document: Reference
) -> Response:
    """Told once, to who asked for it; refused, the form comes again with the reason and what was typed."""
    form = dict(await posted(request))
    typed = Typed(form.get("days", ""), form.get("language", ""), own_path(form.get("back", "")))
    answer = await request.app.state.departments.do(
        department,
        "POST",
        f"/api/v1/papers/{kind}/{quote(document, safe='')}/link",
        session,
        trace_of(request),
        key=form.get("key") or new_id().hex,
        body={"days": typed.days, "language": typed.language or None},
    )
    if isinstance(answer, Away):
        return fault_page(request, 503)
    if isinstance(answer, Refused):
        told = {"why": why(answer), "status": answer.status}
        return _page(request, session, department, document, typed, **told)
    return _page(request, session, department, document, typed, made=msgspec.convert(answer.body, LinkMade))


def _page(
    request: Request, session: Session, department: Department, document: str, form: Typed, **told: Any
) -> Response:
    told = {"made": None, "why": "", "key": new_id().hex, **told}
    return page(request, "paper_link.html", session, form=form, department=department, document=document, **told)

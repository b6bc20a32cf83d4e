"""What goes wrong, as a page: in the reader's language, with the number by which it is found in the log."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from chassis.language import catalogue
from chassis.refusal import Refusal
from services.notify.desk.choices import choices_of
from services.notify.desk.drawing import html
from services.notify.desk.provider import NotLetIn
from services.notify.desk.session import SignInNeeded
from services.notify.desk.trace import trace_of
from services.notify.desk.words import N_, gettext

log = structlog.get_logger()
TITLES = {
    400: N_("That request cannot be read"),
    403: N_("You may not see this"),
    404: N_("There is no such page"),
    405: N_("There is no such page"),
    409: N_("That cannot be done now"),
    422: N_("That request cannot be read"),
    429: N_("That is too much for one day"),
    503: N_("Not at this moment"),
}
FAILED = N_("Something went wrong")
NOT_SIGNED_IN = N_("You are not signed in")
FOREIGN = N_("A form was sent from another site. Nothing was done.")


def answer_with_pages(app: FastAPI) -> None:
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(NotLetIn, _not_let_in)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _no_page)
    app.add_exception_handler(HTTPException, _no_page)
    app.add_exception_handler(Exception, _failed)


def answer_foreign_form(request: Request) -> HTMLResponse:
    log.warning("form from elsewhere", path=request.url.path, origin=request.headers.get("origin"))
    return fault_page(request, 403, FOREIGN)


def fault_page(request: Request, status: int, detail: str = "", title: str = "") -> HTMLResponse:
    """``detail`` is a text of the desk, or a department's own sentence; ``title`` says more than the status does."""
    title = title or TITLES.get(status, FAILED)
    trace = trace_of(request)
    text = html("fault.html", choices_of(request), title=title, detail=detail, status=status, trace=trace.trace_id)
    return HTMLResponse(text, status)


async def _to_sign_in(_: Request, needed: Exception) -> Response:
    assert isinstance(needed, SignInNeeded)
    return Response(status_code=needed.status_code, headers=needed.headers)


async def _not_let_in(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, NotLetIn)
    log.warning("not let in", text=fault.text, reason=fault.reason)
    text = gettext(fault.text, choices_of(request).language)
    return fault_page(request, fault.status, f"{text} ({fault.reason})" if fault.reason else text, NOT_SIGNED_IN)


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    say = catalogue(choices_of(request).language, request.app.state.engine.house.locale)
    return fault_page(request, refusal.status, say(refusal.text))


async def _no_page(request: Request, fault: Exception) -> Response:
    return fault_page(request, fault.status_code if isinstance(fault, HTTPException) else 404)


async def _failed(request: Request, fault: Exception) -> Response:
    trace = trace_of(request)
    log.error("page failed", path=request.url.path, trace_id=trace.trace_id, exc_info=fault)
    return fault_page(request, 500)

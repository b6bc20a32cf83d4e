"""What stands against a request, as RFC 9457 problems: a rule's no, an input that cannot be, a database away."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from decimal import DecimalException
from http import HTTPStatus
from typing import Any

import asyncpg
import structlog
from asyncpg.exceptions import _base as asyncpg_client
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from chassis.database.failures import PASSING
from chassis.http.faults import CAME_CHARACTERS_MAX, faults_of
from chassis.http.named import in_his_words
from chassis.http.unfit import unfit_in
from chassis.refusal import InvalidInput, Refusal, StillRunning
from contracts.texts import NOTHING, Text, Title, as_it_is, plain, said

PROBLEM = "application/problem+json"
RETRY_AFTER_S = 2
OUT_OF_RANGE = (asyncpg.DataError, asyncpg_client.DataError, DecimalException, OverflowError, ValidationError)
"""A value that pydantic let pass and no column, date or calculation can hold; the last net below the routes' types."""
NO_SUCH = {404: Title("Not Found"), 405: Title("Method Not Allowed"), 413: Title("Content Too Large")}
"""What the framework itself refuses."""

log = structlog.get_logger()
Answerer = Callable[[Request, Any], Awaitable[Response]]


class NotAtThisMoment(Refusal):
    """The department cannot answer at this moment; the same request again, a little later, is safe."""

    status = 503


class UnsupportedMediaType(Refusal):
    """The body must be JSON and say so: expected the header Content-Type: application/json, came {came}."""

    status = 415


class ValueOutOfRange(Refusal):
    """A number, date or text of the request is beyond what can be kept or calculated with."""

    status = 422


def problem(refusal: Refusal) -> Response:
    return _answer(members(refusal))


def members(refusal: Refusal) -> dict[str, Any]:
    """RFC 9457: type, status and codes for programs; title, detail, faults and members that are texts in words."""
    body: dict[str, Any] = {
        "type": f"/problems/{refusal.code()}",
        "title": said(refusal.title()),
        "status": refusal.status,
        "detail": said(refusal.text),
    }
    body |= {name: _member(value) for name, value in refusal.details.items() if name not in body}
    if isinstance(refusal, InvalidInput):
        body["faults"] = [{name: said(value) for name, value in fault.items()} for fault in refusal.faults]
    return body


def _member(value: Any) -> str:
    return said(value) if type(value) is Text else plain(value)


def answer_with_problems(app: FastAPI) -> None:
    """Only what nobody foresaw is a 500."""
    answers: dict[Any, Answerer] = {
        **dict.fromkeys(PASSING, _away),
        **dict.fromkeys(OUT_OF_RANGE, _out_of_range),
        asyncpg.LockNotAvailableError: _running,
        Refusal: _refused,
        RequestValidationError: _invalid,
        HTTPException: _no_such,
    }
    for fault, answer in answers.items():
        app.add_exception_handler(fault, answer)


async def _refused(request: Request, refusal: Refusal) -> Response:
    answer = problem(in_his_words(refusal, request))
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    """Where a fault stands is told too, unless it is the body."""
    came = request.headers.get("content-type", "")
    if not _is_json(came) and isinstance(error.body, bytes) and error.body:
        return problem(UnsupportedMediaType(came=came[:CAME_CHARACTERS_MAX] or NOTHING))
    errors = [_as_json_fault(e, error.body) if e["type"] == "json_invalid" else e for e in error.errors()]
    faults = faults_of([{**e, "loc": e["loc"][1:]} for e in errors])
    for fault, e in zip(faults, errors, strict=True):
        if e["loc"][0] != "body":
            fault["in"] = e["loc"][0]
    return problem(InvalidInput(faults))


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("application/") and kind.endswith(("/json", "+json"))


def _as_json_fault(error: dict[str, Any], body: Any) -> dict[str, Any]:
    """A body that is no JSON, with the place where it stops being any."""
    at = error["loc"][-1]
    text = body if isinstance(body, str) else ""
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    why = Text("JSON; line {line}, column {column}: {why}", line=line, column=column, why=error["ctx"]["error"])
    return {"loc": ("body",), "msg": why, "input": text[at : at + CAME_CHARACTERS_MAX] or None}


async def _no_such(_: Request, fault: HTTPException) -> Response:
    """No such path or method, a body that is too large: what the framework itself refuses."""
    phrase = HTTPStatus(fault.status_code).phrase
    title = NO_SUCH.get(fault.status_code, Title(phrase))
    text = getattr(fault, "text", title if fault.detail == phrase else as_it_is(fault.detail))
    answer = _answer({"type": "about:blank", "title": said(title), "status": fault.status_code, "detail": said(text)})
    answer.headers.update(fault.headers or {})
    return answer


async def _running(request: Request, _: asyncpg.LockNotAvailableError) -> Response:
    return _later(StillRunning(key=request.url.path))


async def _away(request: Request, fault: Exception) -> Response:
    log.warning("not served at this moment", method=request.method, path=request.url.path, reason=repr(fault))
    return _later(NotAtThisMoment())


async def _out_of_range(request: Request, fault: Exception) -> Response:
    log.warning("value out of range", method=request.method, path=request.url.path, reason=repr(fault), exc_info=fault)
    faults = faults_of(await unfit_in(request))
    return problem(InvalidInput(faults) if faults else ValueOutOfRange())


def _later(refusal: Refusal) -> Response:
    answer = problem(refusal)
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def _answer(body: dict[str, Any]) -> Response:
    """Half a character (a lone surrogate) in the name of a field stays what JSON writes for it; a day or number that
    came is text."""
    text = json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace")
    return Response(text, body["status"], media_type=PROBLEM)

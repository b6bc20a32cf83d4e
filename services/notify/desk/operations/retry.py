"""Dead letters that died alike: what the oldest would do now, and trying them all again (ALL-1, ALL-3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from chassis.http.router import Router
from chassis.ids import new_id
from chassis.refusal import InvalidInput, NotFound
from contracts.departments import Department
from services.notify.desk.doing.departments import Answered, Departments, Done, Refused
from services.notify.desk.drawing import page
from services.notify.desk.operations.company import company_of
from services.notify.desk.operations.pages import Watching
from services.notify.desk.operations.view import DepartmentShown, Waiting, departments_of
from services.notify.desk.posted import posted
from services.notify.desk.session import Session
from services.notify.desk.trace import trace_of

Fingerprint = Annotated[str, Path(pattern=r"^[0-9a-f]{6,64}$")]
PREVIEW, RETRY = "/ops/parked/preview", "/ops/parked/retry"
router = Router(prefix="/operations/{department}/dead/{fingerprint}")


@dataclass(frozen=True)
class Retry:
    """Trying again as it is asked for: for which reason, under which key, and what came of it."""

    reason: str = ""
    key: str = ""
    answer: Answered | None = None


@router.get("")
async def get_dead(request: Request, session: Watching, department: Department, fingerprint: Fingerprint) -> Response:
    """Looking costs the department a transaction that it takes back; who may not try again sees why."""
    return await _page(request, session, department, fingerprint, Retry(key=new_id().hex))


@router.post("")
async def post_retry(request: Request, session: Watching, department: Department, fingerprint: Fingerprint) -> Response:
    """By the department's own operation, as this person; the same form again goes on where it was."""
    form = dict(await posted(request))
    if not form.get("key"):
        raise InvalidInput([{"field": "key", "expected": "a form of the desk", "came": "nothing"}])
    asked = Retry(form.get("reason", "").strip(), form["key"])
    body = {"which": {"fingerprint": fingerprint}, "reason": asked.reason, "dry_run": False}
    departments: Departments = request.app.state.departments
    answer = await departments.do(department, "POST", RETRY, session, trace_of(request), key=asked.key, body=body)
    # refused, nothing was done under this key; a corrected form is another request
    key = new_id().hex if isinstance(answer, Refused) else asked.key
    return await _page(request, session, department, fingerprint, replace(asked, key=key, answer=answer))


async def _page(request: Request, session: Session, department: Department, fingerprint: str, retry: Retry) -> Response:
    shown, alike = await _alike(request, session, department, fingerprint)
    if not alike and not shown.silent and retry.answer is None:
        raise NotFound(what="parked message", id=fingerprint)
    preview = await _preview(request, session, department, alike[0].first) if alike else None
    told: dict[str, Any] = {"department": department, "silent": shown.silent, "alike": alike, "preview": preview}
    status = retry.answer.status if isinstance(retry.answer, Refused) else 200
    return page(request, "dead_letters.html", session, status=status, retry=retry, **told)


async def _alike(
    request: Request, session: Session, department: Department, fingerprint: str
) -> tuple[DepartmentShown, list[Waiting]]:
    answer = await company_of(request, session).look(department, "/ops/stuck")
    (shown,) = departments_of({department: answer})
    return shown, [one for one in shown.dead if one.fingerprint == fingerprint]


async def _preview(request: Request, session: Session, department: str, message: str | None) -> Answered:
    """What the oldest would do, redacted by the department; refused to who may not try it."""
    departments: Departments = request.app.state.departments
    key, body = new_id().hex, {"message_ids": [message]}
    answer = await departments.do(department, "POST", PREVIEW, session, trace_of(request), key=key, body=body)
    return Done(answer.body["previews"][0]) if isinstance(answer, Done) else answer

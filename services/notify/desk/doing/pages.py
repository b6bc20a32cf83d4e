"""The way of a form to its department and back (ALL-3, NOT-17)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from chassis.handling import Reading
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.ids import id_of
from chassis.refusal import InvalidInput
from services.notify.desk.choices import Choices, own_path
from services.notify.desk.doing.actions import Command, Document, actions_of, filled, find, waiting
from services.notify.desk.doing.departments import Answered, Away, Departments, Done, Refused
from services.notify.desk.doing.meanwhile import Body, in_both, merged, read
from services.notify.desk.drawing import page
from services.notify.desk.forms.reading import body_of
from services.notify.desk.posted import Pairs, posted
from services.notify.desk.scanned.finding import look_for
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of

API = "/api/v1/"
router = Router()


@dataclass(frozen=True)
class Sent:
    """A form as it came: where to, under which key, and from which page."""

    department: str
    method: Literal["POST", "PUT"]
    path: str
    key: str
    order: UUID | None
    back: str
    named: dict[str, str]
    pairs: Pairs
    drawn: Body
    """What it would have sent as it was drawn, where it knows of which version."""

    @property
    def after(self) -> UUID | None:
        """Behind which document the page of the queue began."""
        return id_of(self._asked.get("after", ""))

    @property
    def scanned(self) -> str:
        """What led to the form, where a label did."""
        return self._asked.get("scanned", "")

    @property
    def _asked(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.back).query))


@router.post("/act")
async def act(request: Request, db: Look, session: SignedIn) -> Response:
    """Done, it leads back; refused, the form comes again with the reason and all that was typed."""
    sent = _sent(await posted(request))
    departments: Departments = request.app.state.departments
    body, trace = body_of(sent.pairs, session.choices.zone), trace_of(request)
    answer = await departments.do(
        sent.department, sent.method, filled(sent.path, sent.named), session, trace, key=sent.key, body=body
    )
    if isinstance(answer, Done):
        return RedirectResponse(f"{sent.back}{'&' if '?' in sent.back else '?'}done=1", 303)
    found = await _told_again(request, db, session, sent, body)
    if found is None:
        return page(request, "refused.html", session, status=_status(answer), answer=answer, sent=sent)
    document, command = found
    again = _again(command, sent, body or {}, answer, session.choices)
    told: dict[str, Any] = {"document": document, "command": again, "answer": answer, "sent": sent}
    return page(request, "refused.html", session, status=_status(answer), **told)


def _sent(pairs: Pairs) -> Sent:
    """Raises InvalidInput for what no form of ours sends."""
    told = dict(pairs)
    try:
        order = UUID(told["order"]) if told["order"] else None
        method = {"POST": "POST", "PUT": "PUT"}[told["method"]]
        named = {name.removeprefix("@"): value for name, value in pairs if name.startswith("@")}
        head = told["department"], cast(Any, method), told["path"], told["key"]
    except (KeyError, ValueError) as fault:
        raise InvalidInput([{"field": "form", "expected": "a form of the desk", "came": repr(fault)}]) from fault
    insist_on_api(told["path"])
    return Sent(*head, order, own_path(told.get("back", "")), named, pairs, read(told.get("drawn", "")))


def insist_on_api(path: str) -> None:
    """A form leads to commands of departments and nowhere else. Raises InvalidInput."""
    if not path.startswith(API) or ".." in path:
        raise InvalidInput([{"field": "path", "expected": API, "came": path[:80]}])


async def _told_again(
    request: Request, db: Reading, session: Session, sent: Sent, body: Any
) -> tuple[Document, Command] | None:
    departments, trace = request.app.state.departments, trace_of(request)
    if sent.scanned:
        actions = (await look_for(request, db, session, sent.department, sent.scanned)).actions
    elif sent.order:
        actions = await actions_of(departments, sent.department, session, trace, sent.order)
    else:
        actions = await waiting(departments, session, trace, sent.department, sent.after)
    return find(actions.documents, sent.method, sent.path, body)


def _again(command: Command, sent: Sent, typed: Body, answer: Answered, choices: Choices) -> Command:
    """Other words need another key; what may have been done already is sent again under the same one."""
    if isinstance(answer, Away):
        return replace(command, typed={**typed, **sent.named}, key=sent.key)
    faults = answer.faults if isinstance(answer, Refused) else {}
    if not command.is_watched:
        return replace(command, typed={**typed, **sent.named}, faults=faults, barred="")
    now = command.untouched(choices.zone)
    faults = {**in_both(typed, sent.drawn, now, choices.language), **faults}
    return replace(command, typed={**merged(typed, sent.drawn, now), **sent.named}, faults=faults, barred="")


def _status(answer: Answered) -> int:
    return answer.status if isinstance(answer, Refused) else 503

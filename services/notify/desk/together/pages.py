"""What was selected, what may be done with all of it, and what became of each (NOT-1, NOT-17)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from chassis.http.actions import ORDERS_MAX
from chassis.http.router import Router
from chassis.refusal import InvalidInput, Refusal
from services.notify.desk.doing.actions import Command, filled
from services.notify.desk.doing.departments import Answered, Away, Done, Refused
from services.notify.desk.doing.pages import insist_on_api
from services.notify.desk.drawing import page
from services.notify.desk.forms.reading import body_of
from services.notify.desk.posted import Pairs, posted
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.together.selection import (
    Selection,
    actions_for,
    choice_of,
    choices_among,
    selected,
)
from services.notify.desk.together.sharing import Line, line_of, shared
from services.notify.desk.trace import trace_of

router = Router()


class TooManyAtOnce(Refusal):
    """At most {most} go at once, and {count} are ticked; untick some."""

    status = 422


@dataclass(frozen=True)
class Sent:
    """A form for several as it came: each line is one request."""

    department: str
    command: str
    """With its department, as a choice is called."""
    key: str
    chosen: Selection
    lines: tuple[Line, ...]
    pairs: Pairs

    @property
    def named(self) -> dict[str, str]:
        return {name.removeprefix("@"): value for name, value in self.pairs if name.startswith("@")}


@router.get("/together")
async def get_together(request: Request, session: SignedIn) -> Response:
    """First the commands to choose from, then the form of the one that was chosen."""
    chosen = selected(request.url.query)
    actions = await actions_for(request.app.state.departments, session, trace_of(request), chosen)
    choices = choices_among(actions.documents)
    named = request.query_params.get("command")
    choice = next((one for one in choices if one.name == named), choices[0] if len(choices) == 1 else None)
    command, lines = shared(choice) if choice else (None, [])
    told: dict[str, Any] = {"away": actions.away, "offered": choices, "choice": choice, "results": ()}
    return _page(request, session, chosen, command, lines, **told)


@router.post("/together")
async def act_together(request: Request, session: SignedIn) -> Response:
    """Each line is done or refused by itself; what was refused comes again with its form, selected."""
    sent = _sent(await posted(request))
    typed = body_of(sent.pairs, session.choices.zone)
    answers = await asyncio.gather(*(_do(request, session, sent, line, typed) for line in sent.lines))
    results = list(zip(sent.lines, answers, strict=True))
    refused = [line for line, answer in results if not isinstance(answer, Done)]
    command, lines = await _again(request, session, sent, refused, answers, typed) if refused else (None, [])
    told: dict[str, Any] = {"away": (), "offered": (), "choice": None, "results": results}
    return _page(request, session, sent.chosen, command, lines, name=sent.command, **told)


async def _do(request: Request, session: Session, sent: Sent, line: Line, typed: Any) -> Answered:
    """Under a key of its own, which is the same when the same form is sent again."""
    path, trace = filled(line.path, sent.named), trace_of(request)
    department, key = sent.department, f"{sent.key}-{line.id}"
    ask = request.app.state.departments.do
    answer: Answered = await ask(department, line.method, path, session, trace, key=key, body=line.body(typed))
    return answer


async def _again(
    request: Request, session: Session, sent: Sent, refused: Sequence[Line], answers: Sequence[Answered], typed: Any
) -> tuple[Command | None, list[Line]]:
    """The form once more, with what was typed; what may have been done already is sent under the same key."""
    actions = await actions_for(request.app.state.departments, session, trace_of(request), sent.chosen)
    choice = choice_of(actions.documents, sent.command, [line.path for line in refused])
    if choice is None:
        return None, []
    command, lines = shared(choice)
    faults = {field: said for one in answers if isinstance(one, Refused) for field, said in one.faults.items()}
    again = replace(command, draft={**command.draft, **(typed or {}), **sent.named}, faults=faults)
    return (replace(again, key=sent.key) if any(isinstance(one, Away) for one in answers) else again), lines


def _sent(pairs: Pairs) -> Sent:
    """Raises InvalidInput for what no form of ours sends, TooManyAtOnce."""
    told = dict(pairs)
    try:
        lines = tuple(line_of(value) for name, value in pairs if name == "on")
        sent = Sent(told["department"], told["command"], told["key"], selected(told["chosen"]), lines, pairs)
    except (KeyError, ValueError) as fault:
        raise InvalidInput([{"field": "form", "expected": "a form of the desk", "came": repr(fault)}]) from fault
    if len(lines) > ORDERS_MAX:
        raise TooManyAtOnce(most=ORDERS_MAX, count=len(lines))
    for line in lines:
        insist_on_api(line.path)
    return sent


def _page(
    request: Request, session: Session, chosen: Selection, command: Command | None, lines: Sequence[Line], **told: Any
) -> Response:
    named = told.pop("name", told["choice"].name if told["choice"] else "")
    return page(
        request, "together.html", session, chosen=chosen, command=command, lines=lines,
        name=named, **told,
    )  # fmt: skip

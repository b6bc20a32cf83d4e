"""Documents and the commands about them: which of them this person may give now, asked of the commands themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from fastapi import Response
from pydantic import ValidationError

from chassis.handling import Answer, CommandHandler, Subject
from chassis.http.command_routes import CommandRoute
from chassis.http.drafting import draft_of, sample_of
from chassis.http.identity import Person
from chassis.http.web import Commands
from chassis.refusal import Refusal
from chassis.transaction.commands import Command
from chassis.transaction.trial import try_out

Trial = tuple[CommandHandler, Command]


@dataclass
class Doable:
    """A command beside a document, what its form begins with, and what stands against it whatever is filled in."""

    subject: Subject
    command: CommandRoute
    draft: dict[str, Any]
    barred: Refusal | None = None
    stage: str | None = None
    """To which it would bring the document's order, by the events that it would publish (decision 0020)."""


@dataclass
class _Noting:
    """Stands where a route expects the engine, and notes what it would be given."""

    trial: Trial | None = None

    async def __call__(self, handler: CommandHandler, body: Any, *, key: str, by: Person) -> Response:
        self.trial = handler, Command(key, body, "trial", by.code, "trial")
        return Response()


async def beside(
    pool: asyncpg.Pool, subjects: Iterable[Subject], commands: Sequence[CommandRoute], by: Person
) -> list[Doable]:
    """Each command beside each document that it is about."""
    doable = [
        Doable(subject, command, draft_of(command, {**subject.says, **subject.named}))
        for subject in subjects
        for command in commands
        if command.is_about(subject)
    ]
    tried: defaultdict[CommandHandler, list[tuple[Doable, Command]]] = defaultdict(list)
    for one in doable:
        if trial := await _trial_of(one, pool, by):
            tried[trial[0]].append((one, trial[1]))
    for handler, ones in tried.items():
        answers = await try_out(pool, handler, [command for _, command in ones])
        for (one, _), answer in zip(ones, answers, strict=True):
            one.barred, one.stage = _bars(answer), _stage(one.subject, answer)
    return doable


async def _trial_of(one: Doable, pool: asyncpg.Pool, by: Person) -> Trial | None:
    """What its route makes of the form as it is begun; None where the route refuses it, or nothing fits the form."""
    noting = _Noting()
    try:
        body = sample_of(one.command, one.draft)
        given = {Person: by, asyncpg.Pool: pool, Commands: noting}
        await one.command.route.endpoint(**one.command.arguments(one.subject.named, body, given))
    except Refusal as refusal:
        one.barred = _bars(refusal)
    except ValidationError:
        return None
    return noting.trial


def _stage(subject: Subject, answer: object) -> str | None:
    events = answer.events if isinstance(answer, Answer) else ()
    return next((e.reaches for e in events if e.reaches and set(e.orders) <= set(subject.orders)), None)


def _bars(answer: object) -> Refusal | None:
    return answer if isinstance(answer, Refusal) and not answer.by_input else None

"""The one road of an exception: load it, do what a message, a command or progress says, save it, publish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

from typing_extensions import TypeVar

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.notify import ExceptionRaised, ExceptionResolved
from services.notify.exception import store
from services.notify.exception.rules.case import Case


class AboutException(Protocol):
    """A command about one exception."""

    @property
    def exception_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutException)
E = TypeVar("E", bound=Event)
M = TypeVar("M", bound=Event)


async def handle(
    db: Db, events: Sequence[M], fold: Callable[[M], Step[Case, ExceptionRaised] | None]
) -> list[tuple[ExceptionRaised, ...]]:
    """The exception that each message raises; nothing is loaded: of one opening there is one, whoever comes first."""
    steps = [fold(one) for one in events]
    new = await store.add(db, [step.document for step in steps if step])
    return [step.events if step and step.document.exception_id in new else () for step in steps]


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Case, C], Step[Case, E] | Refusal]
) -> list[Answer[E] | Refusal]:
    """What each command makes of its exception; a refusal changes nothing."""
    known = await store.load(db, [asked.exception_id for asked in commands])
    found = [(asked, known.get(asked.exception_id)) for asked in commands]
    done = [do(case, asked) if case else NotFound(what="exception", id=asked.exception_id) for asked, case in found]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [Answer(step.document, step.events) if isinstance(step, Step) else step for step in done]


async def clear(
    db: Db, exceptions: Sequence[UUID], do: Callable[[Case], Step[Case, ExceptionResolved]]
) -> list[tuple[ExceptionResolved, ...]]:
    """Progress ends those of them for which it is still so under the lock."""
    steps = {exception_id: do(case) for exception_id, case in (await store.load_cleared(db, exceptions)).items()}
    await store.save(db, [step.document for step in steps.values()])
    return [steps[one].events if one in steps else () for one in exceptions]

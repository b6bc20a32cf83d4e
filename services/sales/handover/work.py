"""The one road of a handover: load it under its lock, do what is asked, save it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from services.sales.handover import store
from services.sales.handover.rules import Handover
from services.sales.handover.view import state_of


class AboutHandover(Protocol):
    @property
    def handover_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutHandover)
E = TypeVar("E", bound=Event)
Done = Step[Handover, E] | Refusal


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Handover, C], Awaitable[Done[E]]]
) -> list[Answer[E] | Refusal]:
    """What each command makes of its handover, or why it does not.

    One after the other: what one gives somebody, he may give on by the next.
    """
    known = await store.load(db, [asked.handover_id for asked in commands])
    done = [await _done(known.get(asked.handover_id), asked, do) for asked in commands]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [one if isinstance(one, Refusal) else Answer(state_of(one.document), one.events) for one in done]


async def _done(known: Handover | None, asked: C, do: Callable[[Handover, C], Awaitable[Done[E]]]) -> Done[E]:
    return await do(known, asked) if known else NotFound(what="handover", id=asked.handover_id)

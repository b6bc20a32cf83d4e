"""The one road of a master: load it, do what is asked, save it, answer with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from chassis.handling import Answer, Db, Step
from chassis.refusal import Refusal
from contracts.event import Event
from services.sales.masters import store
from services.sales.masters.rules import Customer, Item


class AboutMaster(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=AboutMaster)
M = TypeVar("M", Customer, Item)
E = TypeVar("E", bound=Event)


async def command(
    db: Db, commands: Sequence[C], kind: type[M], do: Callable[[M | None, C], Step[M, E]]
) -> list[Answer[E] | Refusal]:
    """What each command makes of its master, which may be new."""
    known = await store.load_locked(db, kind, [asked.code for asked in commands])
    steps = {asked.code: do(known.get(asked.code), asked) for asked in commands}
    await store.save(db, kind, {code: step.document for code, step in steps.items()})
    return [Answer(step.document, step.events) for step in steps.values()]


async def each_of(db: Db, merchandiser: str, do: Callable[[Customer], Step[Customer, E]]) -> tuple[E, ...]:
    """Do something with each customer for whom this person answers; what is said of them."""
    known = await store.load_of(db, merchandiser)
    steps = {code: do(customer) for code, customer in known.items()}
    if steps:
        await store.save(db, Customer, {code: step.document for code, step in steps.items()})
    return tuple(event for step in steps.values() for event in step.events)

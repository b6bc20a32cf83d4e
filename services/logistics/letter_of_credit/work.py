"""The one road of a letter of credit: load it, do what a message or a command says, save it, publish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from services.logistics.letter_of_credit import store
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.view import state_of


class AboutOrder(Protocol):
    """What is about one order."""

    @property
    def order_id(self) -> UUID: ...


A = TypeVar("A", bound=AboutOrder)
C = TypeVar("C", bound=AboutOrder)
E = TypeVar("E", bound=Event)


async def handle(
    db: Db, events: Sequence[A], fold: Callable[[LetterOfCredit | None, A], Step[LetterOfCredit, E] | None]
) -> list[tuple[E, ...]]:
    """What each message makes of its order's credit; of None nothing is stored, and nothing is read where all are."""
    about = [event.order_id for event in events if fold(None, event)]
    loaded = dict(await store.load(db, about)) if about else {}
    steps = [fold(loaded.get(event.order_id), event) for event in events]
    await store.save(db, [step.document for step in steps if step])
    return [step.events if step else () for step in steps]


async def command(
    db: Db, commands: Sequence[C], do: Callable[[LetterOfCredit, C], Step[LetterOfCredit, E] | Refusal]
) -> list[Answer[E] | Refusal]:
    """What each command makes of its order's credit."""
    loaded = await store.load(db, [asked.order_id for asked in commands])
    done = [_done(loaded.get(asked.order_id), asked, do) for asked in commands]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [Answer(state_of(step.document), step.events) if isinstance(step, Step) else step for step in done]


def _done(
    credit: LetterOfCredit | None, asked: C, do: Callable[[LetterOfCredit, C], Step[LetterOfCredit, E] | Refusal]
) -> Step[LetterOfCredit, E] | Refusal:
    return do(credit, asked) if credit else NotFound(what="letter of credit", id=asked.order_id)

"""The one road of a letter: written, changed as somebody asks, taken up and sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from services.sales.letter import store
from services.sales.letter.rules import Letter
from services.sales.letter.view import state_of


class AboutLetter(Protocol):
    @property
    def letter_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutLetter)


async def write(db: Db, new: Sequence[Letter]) -> None:
    """Number them and keep them; no statement where there is none."""
    numbers = await take_numbers(db, "LT", clock.today().year, len(new)) if new else []
    each = zip(new, numbers, strict=True)
    await store.add(db, [one.but(letter_id=new_id(), number=number) for one, number in each])


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Letter, C], Letter | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of its letter, or why it does not."""
    known = await store.load_locked(db, [asked.letter_id for asked in commands])
    done = [_done(known.get(asked.letter_id), asked, do) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, Letter)])
    return [one if isinstance(one, Refusal) else Answer(state_of(one)) for one in done]


def _done(known: Letter | None, asked: C, do: Callable[[Letter, C], Letter | Refusal]) -> Letter | Refusal:
    return do(known, asked) if known else NotFound(what="letter", id=asked.letter_id)

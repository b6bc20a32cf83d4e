"""The one road of a handover: load it under its lock, do what is asked, save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.sales.handover import store
from services.sales.handover.rules import Handover
from services.sales.handover.view import state_of


class AboutHandover(Protocol):
    @property
    def handover_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutHandover)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Handover, C], Handover | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of its handover, or why it does not."""
    known = await store.load(db, [asked.handover_id for asked in commands])
    done = [_done(known.get(asked.handover_id), asked, do) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, Handover)])
    return [one if isinstance(one, Refusal) else Answer(state_of(one)) for one in done]


def _done(known: Handover | None, asked: C, do: Callable[[Handover, C], Handover | Refusal]) -> Handover | Refusal:
    return do(known, asked) if known else NotFound(what="handover", id=asked.handover_id)

"""The one road of a failure mode: load it, do what is asked, save it, answer with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.warehouse.failure_mode import store
from services.warehouse.failure_mode.rules import FailureMode
from services.warehouse.failure_mode.view import state_of


class AboutFailureMode(Protocol):
    @property
    def failure_mode(self) -> str: ...


C = TypeVar("C", bound=AboutFailureMode)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[FailureMode | None, C], FailureMode | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of its failure mode, which may be new; of one there is one command in a batch."""
    known = await store.load(db, [asked.failure_mode for asked in commands])
    done = [do(known.get(asked.failure_mode), asked) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, FailureMode)])
    return [one if isinstance(one, Refusal) else Answer(state_of(one)) for one in done]

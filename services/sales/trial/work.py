"""The one road of a trial: load it, take in what a department says, save it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Db
from services.sales.trial import store
from services.sales.trial.rules import Trial


class AboutTrial(Protocol):
    @property
    def trial_id(self) -> UUID: ...


A = TypeVar("A", bound=AboutTrial)


async def handle(
    db: Db, events: Sequence[A], fold: Callable[[Trial, A], Trial], known: Mapping[UUID, Trial]
) -> list[Trial]:
    """What the events make of the trials that they are about, ``known``. Of that nobody is told: who asked looks."""
    folded = [fold(known[event.trial_id], event) for event in events if event.trial_id in known]
    await store.save(db, folded)
    return folded

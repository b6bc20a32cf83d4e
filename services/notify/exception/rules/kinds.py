"""What kind of exception a missed or alarming promise is, by the company's table (NOT-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from contracts.notify import DeadlineMissed
from contracts.texts import Text
from services.notify.promise.rules.limits import HOURS_MAX


@dataclass(frozen=True)
class Alarm:
    """A promise that is an exception from its making on, before anybody is late with it (``alarming``)."""

    promise_id: UUID
    opening: int
    reason: str
    awaited: tuple[str, ...]
    owner: str
    orders: tuple[UUID, ...]
    number: str = ""
    customer: str = ""


Ground = DeadlineMissed | Alarm
"""Of what an exception is raised."""


class Level(BaseModel):
    """How soon an exception wants an answer, in working hours, and who approves its plan."""

    response_hours: Annotated[float, Field(ge=0, le=HOURS_MAX, allow_inf_nan=False)]
    approval: str


class Kind(BaseModel):
    """What promises that are missed, or alarming, have in common, and what is to be done about them."""

    name: str
    level: int
    plan: Text
    awaits: tuple[str, ...] = ("",)
    """Beginnings of topics."""
    by: tuple[str, ...] = ()
    """Who owes; nobody named: whoever."""
    approval: str | None = None
    """A role other than the level's."""

    def takes(self, ground: Ground) -> bool:
        return ground.awaited[0].startswith(self.awaits) and (not self.by or ground.owner in self.by)


class Kinds(BaseModel):
    """The company's table. Raises ValueError when a kind has a level that is not there."""

    levels: dict[int, Level]
    kinds: tuple[Kind, ...]
    default: Kind

    @model_validator(mode="after")
    def _has_all_levels(self) -> Self:
        unknown = {kind.level for kind in (*self.kinds, self.default)} - self.levels.keys()
        if unknown:
            raise ValueError(f"no level {', '.join(map(str, sorted(unknown)))}")
        return self

    def of(self, ground: Ground) -> Kind:
        return next((kind for kind in self.kinds if kind.takes(ground)), self.default)

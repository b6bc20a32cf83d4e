"""What people see of a count, a shelf's story and the check of all shelves."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from services.warehouse.book.rules.goods import Shelf
from services.warehouse.book.view import LyingState, MovementState, StockState
from services.warehouse.stock.rules import Counted


class Change(BaseModel):
    """What a field of a shelf was, and is now; ``quantity`` is what is on hand."""

    field: str
    before: str
    after: str


class NotTaken(BaseModel):
    """What was asked and stays as it is: a shelf is opened once, differences are adjusted."""

    field: str
    asked: str
    kept: str


def _told(value: Decimal | str | tuple[str, ...]) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


class StockCounted(StockState):
    """A shelf after a count: ``unchanged`` when it was known as it is."""

    outcome: Literal["taken", "unchanged"]
    changes: list[Change]
    not_taken: list[NotTaken]

    @classmethod
    def told(cls, shelf: Shelf, counted: Counted) -> StockCounted:
        return cls(
            **StockState.of(shelf).model_dump(),
            outcome="taken" if counted.opened or counted.changes else "unchanged",
            changes=[Change(field=name, before=_told(old), after=_told(new)) for name, old, new in counted.changes],
            not_taken=[NotTaken(field=name, asked=str(new), kept=str(old)) for name, new, old in counted.not_taken],
        )


class Fault(BaseModel):
    """A shelf that does not agree with its traces."""

    item: str
    fault: str
    shelf: Decimal | None
    traced: Decimal | None


class StockStory(StockState):
    """A shelf with what lies where, and its newest movements."""

    lying: list[LyingState]
    movements: list[MovementState]


class Check(BaseModel):
    """Whether every shelf agrees with its traces."""

    ok: bool
    faults: list[Fault]

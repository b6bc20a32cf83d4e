"""What a handover is, and how it ends (NOT-10). Pure."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self
from uuid import UUID

from contracts.value import Value

State = Literal["proposed", "taken", "declined"]
"""``declined``: by who was to take it, or taken back; nothing has moved."""


class Holding(Value):
    """How many of each kind somebody answers for, and which are not over."""

    customers: int = 0
    orders: int = 0
    """Those that are neither closed nor rejected, the promises and exceptions on them with them."""
    inquiries: int = 0
    samples: int = 0
    complaints: int = 0
    feedback: int = 0
    """What a customer may still judge, and low scores about which nothing was done."""

    @property
    def nothing(self) -> bool:
        return self == Holding()


class Handover(Value):
    """The document. People are person codes, days in the company's zone."""

    handover_id: UUID
    number: str
    """What people call it: HO-2026-000123."""
    from_person: str
    to_person: str
    reason: str
    proposed_by: str
    proposed_on: date
    holds: Holding
    """As it was when it was proposed; what went over, once it is taken."""
    state: State = "proposed"
    ended_by: str = ""
    ended_on: date | None = None
    declined_because: str = ""
    to_move: bool = False
    """It is taken, and what it holds still names who gave it; that is over within seconds."""

    @property
    def people(self) -> tuple[str, ...]:
        """Whom it concerns."""
        return tuple(dict.fromkeys((self.from_person, self.to_person, self.proposed_by)))

    def taken(self, on: date) -> Self:
        return self.but(state="taken", to_move=True, ended_by=self.to_person, ended_on=on)

    def moved(self, holds: Holding) -> Self:
        return self.but(holds=holds, to_move=False)

    def declined(self, by: str, because: str, on: date) -> Self:
        return self.but(state="declined", ended_by=by, ended_on=on, declined_because=because)

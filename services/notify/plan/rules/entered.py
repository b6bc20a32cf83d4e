"""That somebody entered when a milestone came, which no event told (NOT-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.milestones import Milestone


@dataclass(frozen=True)
class Entered:
    """``came``: None takes back what was entered before."""

    order_id: UUID
    milestone: Milestone
    came: date | None
    reason: str
    person: str
    at: datetime

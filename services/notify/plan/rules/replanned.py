"""That somebody planned a milestone anew (NOT-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.milestones import Milestone


@dataclass(frozen=True)
class Replanned:
    """``was`` is its day in the plan until then, ``promised`` what the customer counted on."""

    order_id: UUID
    milestone: Milestone
    planned: date
    was: date
    promised: date
    reason: str
    person: str
    at: datetime

"""Putting off (NOT-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.value import Value


@dataclass(frozen=True)
class PutOff:
    """A person says why something of his has to wait, and until when; today takes it up again."""

    person: str
    work: UUID
    until: date
    reason: str


class Put(Value):
    """What stands off; ``times`` counts how often so far, ``at`` is the last time (UTC)."""

    person: str
    work: UUID
    until: date
    reason: str
    times: int
    at: datetime

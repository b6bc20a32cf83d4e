"""What holds transport up, as people see it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from contracts.disruptions import DisruptionKind
from contracts.scalars import Mode
from contracts.value import fields_of
from services.logistics.contingency.rules import Disruption


class DisruptionState(BaseModel):
    id: UUID
    number: str
    source: str
    reference: str
    kind: DisruptionKind
    place: str | None
    country: str | None
    carrier: str | None
    mode: Mode | None
    since: date
    until: date
    days: int
    reported_by: str
    version: int
    lifted: str | None
    """Why it is over before its time; None while it holds."""


def state_of(disruption: Disruption) -> DisruptionState:
    return DisruptionState(id=disruption.disruption_id, **fields_of(disruption))

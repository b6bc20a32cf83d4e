"""What people see of inspections and their plans."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import get_args
from uuid import UUID

from pydantic import BaseModel

from chassis.http.page import Page
from contracts.gates import GateKind
from services.warehouse.book.rules.inspection import Disposal, Inspection


class PlanState(BaseModel):
    """How an item is inspected: level and AQLs of ISO 2859-1, and who keeps the plan.

    ``incoming``: each lot that comes; ``first_article``, ``final``: gates of the production orders that make it.
    ``reduced``: who is good for long is inspected less, while his lots come within ``steady_days`` of one another.
    """

    item: str
    level: str
    critical: Decimal
    major: Decimal
    minor: Decimal
    kept_by: str
    incoming: bool = True
    first_article: bool = False
    final: bool = False
    reduced: bool = False
    steady_days: int = 60

    @property
    def gates(self) -> tuple[GateKind, ...]:
        return tuple(gate for gate in get_args(GateKind) if getattr(self, gate))


class Plans(Page[PlanState, str]):
    """A page of plans; ``next`` is the cursor of the page after it."""


class CheckState(BaseModel):
    """One class of defects: how severely, how many pieces, how many bad ones are accepted, and how many were found."""

    defects: str
    severity: str
    size: int
    accept: int
    found: int


class InspectionState(BaseModel):
    """A lot with its sample, what was found, who said so and when; ``left_over`` lies in quarantine."""

    inspection_id: UUID
    number: str
    purchase_id: UUID
    item: str
    supplier: str
    receipt: str
    received_on: date | None
    lot: Decimal
    checks: list[CheckState]
    again: bool
    state: str
    left_over: Decimal
    examined: int
    note: str
    inspector: str
    opened_at: datetime
    decided_at: datetime | None
    signed_by: str
    signed_for: str

    @property
    def sample(self) -> int:
        """How many pieces are to be examined."""
        return max(check.size for check in self.checks)

    @classmethod
    def of(cls, inspection: Inspection) -> InspectionState:
        return cls.model_validate(asdict(inspection))


class DisposalState(BaseModel):
    """So much of a rejected lot went back (``rma``), was scrapped, or reworked: ``number`` inspects it again."""

    disposal_id: UUID
    number: str
    inspection_id: UUID
    kind: str
    item: str
    supplier: str
    quantity: Decimal
    reason: str
    by_whom: str
    at: datetime

    @classmethod
    def of(cls, disposal: Disposal) -> DisposalState:
        return cls.model_validate(asdict(disposal))


class Disposals(Page[DisposalState]):
    """A page of disposals; ``next`` is the cursor of the page after it."""


class Inspections(Page[InspectionState]):
    """A page of inspections; ``next`` is the cursor of the page after it."""

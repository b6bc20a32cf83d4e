"""A claim as people see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from contracts.value import Value, fields_of
from services.purchasing.claim.rules.claim import Claim

Stage = Literal["raised", "upheld", "waived"]


class ClaimState(Value):
    """A claim with what it was computed from: the supplier's first promised day, the days late beyond the grace, and
    the quantity beyond what is tolerated; what was decided of it, by whom and why."""

    claim_id: UUID
    number: str
    purchase_id: UUID
    purchase: str
    supplier: str
    item: str
    agreement: str
    due_on: date
    came_on: date
    days_late: int
    quantity: Decimal
    amount: Money
    state: Stage
    reason: str
    decided_by: str
    decided_on: date | None
    orders: tuple[UUID, ...]


def state_of(claim: Claim) -> ClaimState:
    return ClaimState.having(fields_of(claim))

"""A month's books as people see them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from contracts.value import Value, fields_of
from services.finance.month.rules.cause import About, Cause, Owner
from services.finance.month.rules.month import Month, Signed, State


class MonthState(Value):
    """How far a month is; ``parts`` counts what was heard of sales' statement."""

    month: str
    state: State
    parts: int
    differences: int
    unexplained: int
    """Of unknown cause, and not explained by anybody."""
    compared_at: str
    signatures: tuple[Signed, ...]


class Explanation(BaseModel):
    """Why an order differs, as somebody found out."""

    text: str
    person: str
    at: datetime


class DifferenceShown(BaseModel):
    """One figure of an order that sales and finance have differently, in the order's currency."""

    difference_id: UUID
    month: str
    order_id: UUID
    number: str
    customer: str
    currency: str
    about: About
    sales: Decimal
    finance: Decimal
    cause: Cause
    owner: Owner
    explanations: list[Explanation]


def state_of(month: Month) -> MonthState:
    return MonthState.having(fields_of(month))

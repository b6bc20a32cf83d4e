"""A need that nobody covers, as people see it."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel


class UncoveredNeed(BaseModel):
    """A part of an order that nobody sells us, with the reason's code."""

    order_id: UUID
    item: str
    quantity: Decimal
    need_version: int
    order_version: int
    purchase_id: UUID
    reason: str

"""A lot and where it went, as people see it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel


class Delivered(BaseModel):
    """So many of a lot left with a shipment; ``receipt`` is our number of the lot, ``lot`` its supplier's."""

    receipt: str
    lot: str
    item: str
    supplier: str | None
    expires_on: date | None
    origin: str
    quantity: Decimal
    slip_number: str
    at: datetime
    shipment_id: UUID | None
    order_id: UUID | None
    order_number: str | None
    customer: str | None


class Trace(BaseModel):
    """All of it: a recall that leaves one out is none."""

    delivered: list[Delivered]

"""What people see of goods that are asked back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from chassis.http.page import Page


class ExpectedLine(BaseModel):
    """``quantity``: how much of it has still to come."""

    line: int
    item: str
    quantity: Decimal


class ExpectedReturn(BaseModel):
    """Goods of one shipment; ``sales_slip`` is what the customer knows it by."""

    shipment_id: UUID
    order_id: UUID
    order_number: str
    sales_slip: str
    asked_on: date
    """The day on which the first of them were asked back, as the warehouse heard it."""
    lines: list[ExpectedLine]


class ExpectedReturns(Page[ExpectedReturn]):
    """By shipment, and the cursor of the next page."""

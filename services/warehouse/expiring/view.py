"""What people see of a lot whose last day comes near."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from chassis.http.page import Page


class ExpiringState(BaseModel):
    """``receipt`` is our number of the lot, ``lot`` its supplier's. Past its last day ``days_left`` is below zero.

    ``orders`` (their numbers) have some of it in their packages, or are served by it before others.
    """

    receipt: str
    item: str
    lot: str
    supplier: str
    expires_on: date
    days_left: int
    here: Decimal
    orders: list[str]


class ExpiringLots(Page[ExpiringState, str]):
    """Lots, and the cursor of the next page."""

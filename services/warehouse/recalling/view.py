"""A recalled lot as people see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel


class RecallState(BaseModel):
    """A lot by our ``receipt``: how many are ``here``, barred, and how many left us, to which customers."""

    receipt: str
    item: str
    lot: str
    supplier: str
    reason: str
    by_whom: str
    recalled_on: date
    here: Decimal
    left_us: Decimal
    customers: list[str]


class LotRecalled(BaseModel):
    """What was recalled: its receipts, and how many of it are still here."""

    lot: str
    receipts: list[str]
    items: list[str]
    here: Decimal

"""A recalled lot as people see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel


class RecallState(BaseModel):
    """A lot by our ``receipt``: how many are ``here``, barred until it is lifted, and how many left us, to whom."""

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
    lifted_on: date | None = None
    lifted_by: str = ""
    lifted_for: str = ""


class Recalled(BaseModel):
    """What was recalled: its receipts, and how many of it are still here."""

    lot: str
    receipts: list[str]
    items: list[str]
    here: Decimal


class Lifted(BaseModel):
    """A lot that may be used again, and how many of it are here."""

    receipt: str
    item: str
    lot: str
    here: Decimal

"""What the company owes its suppliers, as people see it."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel


class Payable(BaseModel):
    """What is owed to one supplier in one currency, by days past the due date; ``blocked`` is not owed yet."""

    supplier: str
    currency: str
    outstanding: Decimal
    not_due: Decimal
    to_30_days: Decimal
    to_60_days: Decimal
    to_90_days: Decimal
    older: Decimal
    blocked: int
    """Bills of his in this currency that are held back."""

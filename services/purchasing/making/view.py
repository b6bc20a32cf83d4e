"""A bill of materials as people see it."""

from __future__ import annotations

from pydantic import BaseModel

from services.purchasing.production.rules.shop import Bill


class BillState(BaseModel):
    """Of what an item is made."""

    bill: Bill

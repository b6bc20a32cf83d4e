"""What of purchases is not billed yet."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel


class NotBilled(BaseModel):
    """A purchase of which more came than a tax invoice is there for."""

    purchase_id: UUID
    number: str
    supplier: str
    item: str
    received: Decimal
    billed: Decimal

"""What is agreed, as people see it."""

from __future__ import annotations

from pydantic import BaseModel

from services.purchasing.claim.rules.agreement import Agreement


class Agreed(BaseModel):
    """The agreement that was kept."""

    agreement: Agreement

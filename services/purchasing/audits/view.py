"""An audit as people see it."""

from __future__ import annotations

from pydantic import BaseModel

from services.purchasing.audits.rules import Audit


class Audited(BaseModel):
    """The audit as it is kept now."""

    audit: Audit

"""What the paths of claims name, by id or by number."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.purchasing.claim.store import numbered

ClaimId = Annotated[UUID, named("claim", "claim_id", numbered)]
"""A claim by its id or as CLM-2026-000123."""

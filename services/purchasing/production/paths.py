"""What the paths of production name, by id or by number."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.purchasing.ledger.store import numbered

ProductionId = Annotated[UUID, named("production order", "production_id", numbered)]
"""A production order by its id or as MO-2026-000123."""

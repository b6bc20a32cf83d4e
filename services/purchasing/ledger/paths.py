"""What the paths of purchasing name, by id or by number."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.purchasing.ledger import store

PurchaseId = Annotated[UUID, named("purchase", "purchase_id", store.numbered)]
"""A purchase by its id or as PO-2026-000123; a draft has no number yet."""

"""What the paths of bills and payment runs name."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.finance.bill import store

BillId = Annotated[UUID, named("bill", "bill_id", store.numbered)]
"""A bill by its id, or by the number that its supplier gave it."""
RunId = Annotated[UUID, named("payment run", "run_id", store.numbered_run)]
"""A payment run by its id, or as PAY-2026-000123."""

"""What the paths of finance name, and who may look."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from chassis.http.identity import Person, Role, allow
from chassis.http.named import named
from services.finance.account import store

OrderId = Annotated[UUID, named("order", "order_id", store.numbered)]
"""By id, or by the number on the paper."""
READERS: tuple[Role, ...] = (
    "accountant", "finance manager", "general manager", "merchandiser", "salesperson", "sales manager", "management",
)  # fmt: skip
Reader = Annotated[Person, Depends(allow(*READERS))]
"""Who looks at the money of orders and customers."""

"""Who may look, and whose promises are asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends

from chassis.http.identity import Person, Role, allow

READERS: tuple[Role, ...] = (
    "merchandiser",
    "salesperson",
    "sales manager",
    "buyer",
    "storekeeper",
    "inspector",
    "planner",
    "logistics clerk",
    "accountant",
    "finance manager",
    "general manager",
    "legal",
    "customer service",
    "management",
)
Department = Literal["sales", "purchasing", "warehouse", "logistics", "finance", "notify"]
Staff = Annotated[Person, Depends(allow(*READERS))]

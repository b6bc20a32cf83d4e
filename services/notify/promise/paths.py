"""Who may look, and whose promises are asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from chassis.http.identity import Person, Role, allow

READERS: tuple[Role, ...] = (
    "merchandiser",
    "salesperson",
    "sales manager",
    "buyer",
    "storekeeper",
    "inspector",
    "quality manager",
    "planner",
    "logistics clerk",
    "accountant",
    "finance manager",
    "general manager",
    "legal",
    "customer service",
    "service supervisor",
    "management",
)
Staff = Annotated[Person, Depends(allow(*READERS))]

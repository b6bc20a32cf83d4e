"""As what people sign in (ALL-3)."""

from typing import Literal

Role = Literal[
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
    "administrator",
    "analyst",
    "customer",
    "supplier",
    "carrier",
    "bank",
]
"""`chassis/http/identity.py` lets routes name them."""

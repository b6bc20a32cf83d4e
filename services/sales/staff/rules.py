"""Whoever is a merchandiser or salesperson and nothing besides sees his own customers, where the company wants that."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

OWN: Final = frozenset({"merchandiser", "salesperson"})
"""Roles that see customers as far as they are one's own (ALL-3)."""
ALL: Final = frozenset({
    "sales manager", "buyer", "storekeeper", "inspector", "quality manager", "planner", "logistics clerk",
    "accountant", "finance manager", "general manager", "legal", "customer service", "service supervisor",
    "management", "administrator",
})  # fmt: skip
"""Roles that see all of a route that they may use; a role that stands in neither list widens nothing."""


def sees_own_alone(roles: Collection[str]) -> bool:
    return bool(OWN.intersection(roles)) and ALL.isdisjoint(roles)

"""What paths name a statement by, and who may look at it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from chassis.http.identity import Person, Role, allow
from chassis.refusal import NotFound
from services.finance.account.paths import READERS
from services.finance.statement.rules import Side

STAFF: dict[Side, tuple[Role, ...]] = {
    "customer": READERS,
    "supplier": ("accountant", "finance manager", "general manager", "buyer", "management"),
}
OfSide = Annotated[Side, Path()]
Reader = Annotated[Person, Depends(allow(*READERS, "buyer", "customer", "supplier"))]
Replier = Annotated[Person, Depends(allow("accountant", "customer", "supplier"))]


def sides_of(by: Person) -> list[Side]:
    """Whose statements he looks at."""
    return [side for side, roles in STAFF.items() if set(roles) & set(by.roles)]


def only_his(by: Person, side: Side, party: str) -> bool:
    """Whether it is his own; raises NotFound where it is neither that, nor he of ours who look at such (ALL-3)."""
    if side in sides_of(by):
        return False
    if side in by.roles and by.code == party:
        return True
    raise NotFound(what=side, id=party)

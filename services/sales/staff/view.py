"""What a person sees of customers."""

from __future__ import annotations

from chassis.handling import Reading
from chassis.http.identity import Person
from chassis.http.sight import is_confined, sees_own_alone
from chassis.refusal import NotFound
from services.sales.staff import store


def own_of(by: Person) -> str | None:
    """The code of a person who sees his own customers alone, where the company wants that (ALL-3)."""
    return by.code if sees_own_alone(by.roles) else None


async def must_see(db: Reading, customer: str) -> None:
    """Raises NotFound where who asks sees only his own, and this customer is none of them, or nobody at all."""
    if await is_confined(db) and not await store.is_known(db, customer):
        raise NotFound(what="customer", id=customer)

"""Suppliers as finance looks at them."""

from __future__ import annotations

from chassis.handling import Reading
from chassis.stored import stored
from services.finance.payee.rules import Payee

LISTED = "SELECT doc FROM payee WHERE supplier > $1 ORDER BY supplier LIMIT $2"


async def listed(db: Reading, after: str, limit: int) -> list[Payee]:
    """By code, after a cursor."""
    return [stored(Payee, row["doc"]) for row in await db.fetch(LISTED, after, limit)]

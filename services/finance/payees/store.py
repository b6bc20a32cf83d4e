"""Suppliers as finance looks at them."""

from __future__ import annotations

from chassis.handling import Reading
from services.finance.payee.rules import Payee
from services.finance.payee.store import payee_in

LISTED = "SELECT supplier, doc, sealed FROM payee WHERE supplier > $1 ORDER BY supplier LIMIT $2"


async def listed(db: Reading, after: str, limit: int) -> list[Payee]:
    """By code, after a cursor."""
    rows = await db.fetch(LISTED, after, limit)
    return [payee_in(row["supplier"], row["doc"], row["sealed"]) for row in rows]

"""Advances as people look for them."""

from __future__ import annotations

from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from services.finance.account.rules.account import Account

LISTED = """
SELECT doc FROM order_account
WHERE (doc->'advance'->>'version')::int > 0 AND order_id > $1 AND ($2::text IS NULL OR customer = $2)
    AND ($3::boolean IS NULL OR (advance_open > 0) = $3)
ORDER BY order_id LIMIT $4
"""


async def listed(db: Reading, *, open_: bool | None, customer: str | None, after: UUID, limit: int) -> list[Account]:
    """Accounts of which an advance was asked; open: some of it is still to come."""
    rows = await db.fetch(LISTED, after, customer, open_, limit)
    return [stored(Account, row["doc"]) for row in rows]

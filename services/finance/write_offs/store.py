"""Orders of which somebody asked to give something up."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.stored import stored
from services.finance.account.rules.account import Account

LISTED = """
SELECT doc FROM order_account
WHERE write_offs <> '[]' AND order_id > $1 AND ($2::text IS NULL OR customer = $2)
    AND ($3::text IS NULL OR write_offs @> jsonb_build_array(jsonb_build_object('state', $3::text)))
ORDER BY order_id LIMIT $4
"""
OF_ORDERS = """
SELECT doc FROM order_account WHERE order_id = ANY($1::uuid[]) AND write_offs <> '[]' ORDER BY order_id
"""


async def listed(db: Reading, state: str | None, customer: str | None, after: UUID, limit: int) -> list[Account]:
    """Accounts with a write-off, without their invoices, after a cursor."""
    rows = await db.fetch(LISTED, after, customer, state, limit)
    return [stored(Account, row["doc"]) for row in rows]


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Account]:
    """The accounts of those of which something was or is to be given up."""
    return [stored(Account, row["doc"]) for row in await db.fetch(OF_ORDERS, orders)]

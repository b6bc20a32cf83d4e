"""Credit as people look for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from contracts.reasons import text_of_all
from services.finance.credit.view import Awaited, Carrying
from services.finance.customer.store import reasons_in

CUSTOMERS = """
SELECT customer, currency, credit_limit, active, held, hold_kind, hold_reasons, hold_version, released_on,
    (SELECT coalesce(sum(outstanding), 0) FROM invoice i
     WHERE i.customer = c.customer AND i.currency = c.currency AND i.outstanding > 0) AS receivable,
    (SELECT coalesce(sum(open_value), 0) FROM order_account o
     WHERE o.customer = c.customer AND o.currency = c.currency AND o.open_value > 0) AS ordered,
    (SELECT jsonb_object_agg(currency, amount) FROM (
        SELECT currency, sum(amount)::text AS amount FROM (
            SELECT currency, outstanding AS amount FROM invoice i WHERE i.customer = c.customer AND i.outstanding > 0
            UNION ALL
            SELECT currency, open_value FROM order_account o WHERE o.customer = c.customer AND o.open_value > 0
        ) each GROUP BY currency
    ) sums)::text AS carried
FROM customer_credit c
WHERE ($1::text IS NULL OR customer = $1) AND ($2::boolean IS NULL OR held = $2) AND customer > $3
ORDER BY customer LIMIT $4
"""
AWAITED = """
SELECT order_id, number, customer, currency, (doc->>'version')::int AS order_version, (doc->>'value')::numeric AS value
FROM order_account WHERE awaits_review AND stage IN ('received', 'clarified', 'confirmed') AND order_id > $1
ORDER BY order_id LIMIT $2
"""


OF_ORDERS = "SELECT order_id, number, customer FROM order_account WHERE order_id = ANY($1::uuid[]) ORDER BY order_id"


async def customers(db: Reading, customer: str | None, held: bool | None, after: str, limit: int) -> list[Carrying]:
    """Customers with their limit and what it carries: in its currency, and ``carried`` in every currency."""
    rows = await db.fetch(CUSTOMERS, customer, held, after, limit)
    return [_carrying(row) for row in rows]


def _carrying(row: Record) -> Carrying:
    told = {"carried": json.loads(row["carried"] or "{}"), "hold_reason": text_of_all(reasons_in(row))}
    return Carrying(**{**row, **told})


async def awaited(db: Reading, after: UUID, limit: int) -> list[Awaited]:
    """Complete orders whose credit nobody reviewed yet."""
    return [Awaited(**row) for row in await db.fetch(AWAITED, after, limit)]


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[tuple[UUID, str, str]]:
    """The id, the number and the customer of each that has an account."""
    return [(row["order_id"], row["number"], row["customer"]) for row in await db.fetch(OF_ORDERS, orders)]

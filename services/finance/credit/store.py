"""Customers' credit and what it carries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from chassis.handling import Db
from contracts.sales import CustomerChanged
from services.finance.credit.rules import Credit

LEARN = """
INSERT INTO customer_credit (customer, version, name, currency, credit_limit, active)
SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::numeric[], $6::boolean[])
ON CONFLICT (customer) DO UPDATE SET
    version = EXCLUDED.version, name = EXCLUDED.name, currency = EXCLUDED.currency,
    credit_limit = EXCLUDED.credit_limit, active = EXCLUDED.active
WHERE customer_credit.version < EXCLUDED.version
"""
LOCK = """
SELECT customer, currency, credit_limit, active, held, hold_kind, hold_reason, hold_version, released_on,
    EXISTS (SELECT FROM invoice i WHERE i.customer = c.customer AND i.outstanding > 0 AND i.due < $2) AS long_overdue,
    EXISTS (SELECT FROM invoice i WHERE i.customer = c.customer AND i.outstanding > 0 AND i.due < $2
            AND (c.released_on IS NULL OR i.due + $3::int >= c.released_on)) AS newly_overdue
FROM customer_credit c WHERE customer = ANY($1::text[]) ORDER BY customer FOR UPDATE OF c
"""
SAVE = """
UPDATE customer_credit c SET held = g.held, hold_kind = g.hold_kind, hold_reason = g.hold_reason,
    hold_version = g.hold_version, released_on = g.released_on
FROM unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::int[], $6::date[])
    AS g(customer, held, hold_kind, hold_reason, hold_version, released_on)
WHERE c.customer = g.customer
"""
RESTLESS = """
SELECT customer FROM customer_credit c
WHERE NOT held AND EXISTS (
    SELECT FROM invoice i WHERE i.customer = c.customer AND i.outstanding > 0 AND i.due < $1
        AND (c.released_on IS NULL OR i.due + $2::int >= c.released_on))
UNION ALL
SELECT customer FROM customer_credit c
WHERE hold_kind = 'overdue' AND NOT EXISTS (
    SELECT FROM invoice i WHERE i.customer = c.customer AND i.outstanding > 0 AND i.due < $1)
LIMIT 500
"""
CUSTOMERS = """
SELECT customer, currency, credit_limit, active, held, hold_kind, hold_reason, hold_version, released_on,
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
BEYOND = "SELECT customer, currency, credit_limit FROM customer_credit WHERE hold_kind = 'beyond' LIMIT 500"
AWAITED = """
SELECT order_id, number, customer, currency, (doc->>'version')::int AS order_version, (doc->>'value')::numeric AS value
FROM order_account WHERE review = 'awaited' AND stage IN ('received', 'clarified') AND order_id > $1
ORDER BY order_id LIMIT $2
"""


class Carrying(BaseModel):
    """A customer's limit and what it carries: in its currency, and ``carried`` in every currency."""

    customer: str
    currency: str
    credit_limit: Decimal
    active: bool
    held: bool
    hold_kind: str
    hold_reason: str
    hold_version: int
    released_on: date | None
    receivable: Decimal
    ordered: Decimal
    carried: dict[str, str]


class Awaited(BaseModel):
    """A complete order whose credit a person reviews."""

    order_id: UUID
    number: str
    customer: str
    currency: str
    order_version: int
    value: Decimal


async def learn(db: Db, customers: Sequence[CustomerChanged]) -> None:
    """Keep the highest version of each; holds are finance's own."""
    rows = [(c.customer, c.version, c.name, c.currency, c.credit_limit, c.active) for c in customers]
    await db.execute(LEARN, *(list(column) for column in zip(*rows, strict=True)))


async def lock(db: Db, customers: Sequence[str], today: date, hold_after_days: int) -> Mapping[str, Credit]:
    """The customers' credit, locked until commit; unknown customers are left out."""
    limit = date.fromordinal(today.toordinal() - hold_after_days)
    rows = await db.fetch(LOCK, sorted(set(customers)), limit, hold_after_days)
    return {row["customer"]: Credit(**row) for row in rows}


async def save(db: Db, standings: Sequence[Credit]) -> None:
    """Write the holds."""
    if not standings:
        return
    rows = [(c.customer, c.held, c.hold_kind, c.hold_reason, c.hold_version, c.released_on) for c in standings]
    await db.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)))


async def restless(db: Db, today: date, hold_after_days: int) -> list[str]:
    """Customers whose automatic hold is to begin or to end."""
    limit = date.fromordinal(today.toordinal() - hold_after_days)
    return [row["customer"] for row in await db.fetch(RESTLESS, limit, hold_after_days)]


async def beyond(db: Db) -> list[tuple[str, str, Decimal]]:
    """Customers who are held for what is beyond their limit, with its currency and amount."""
    return [(row["customer"], row["currency"], row["credit_limit"]) for row in await db.fetch(BEYOND)]


async def customers(db: Db, customer: str | None, held: bool | None, after: str, limit: int) -> list[Carrying]:
    """Customers with their limit and what it carries: in its currency, and ``carried`` in every currency."""
    rows = await db.fetch(CUSTOMERS, customer, held, after, limit)
    return [Carrying(**{**row, "carried": json.loads(row["carried"] or "{}")}) for row in rows]


async def awaited(db: Db, after: UUID, limit: int) -> list[Awaited]:
    """Complete orders whose credit nobody reviewed yet."""
    return [Awaited(**row) for row in await db.fetch(AWAITED, after, limit)]

"""Customers' credit: learned from sales, locked, and written by finance alone in its holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from contracts.rates import OPENING
from contracts.review import Reason
from contracts.sales import CustomerChanged
from services.finance.customer.rules import Credit
from services.finance.policy import Policy

LEARN = """
INSERT INTO customer_credit (customer, version, name, currency, credit_limit, active, language,
    country, tax_number)
SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::numeric[], $6::boolean[], $7::text[],
    $8::text[], $9::text[])
ON CONFLICT (customer) DO UPDATE SET
    version = EXCLUDED.version, name = EXCLUDED.name, currency = EXCLUDED.currency,
    credit_limit = EXCLUDED.credit_limit, active = EXCLUDED.active,
    language = EXCLUDED.language, country = EXCLUDED.country, tax_number = EXCLUDED.tax_number
WHERE customer_credit.version < EXCLUDED.version
"""
LEARNED = attrgetter(
    "customer", "version", "name", "currency", "credit_limit", "active", "language", "country", "tax_number"
)
OVERDUE = """
CROSS JOIN LATERAL (
    SELECT coalesce(sum(i.outstanding * coalesce(
            rate_on(i.currency, $4::json, $1::date), 'Infinity')), 0) > $3::numeric AS long_overdue,
        bool_or(c.released_on IS NULL OR i.due + $2::int >= c.released_on) AS newly,
        (array_agg(i.number ORDER BY i.due, i.number))[1:5] AS overdue_invoices
    FROM invoice i WHERE i.customer = c.customer AND i.outstanding > 0 AND i.due < $1::date - $2::int
) o
"""
"""What of a customer is $2 days overdue, and whether that is more than $3; what cannot be compared is."""
LOOK = f"""
SELECT customer, currency, credit_limit, active, held, hold_kind, hold_reasons, hold_version, released_on,
    long_overdue, long_overdue AND newly AS newly_overdue, coalesce(overdue_invoices, '{{}}') AS overdue_invoices
FROM customer_credit c {OVERDUE}
WHERE customer = ANY($5::text[]) ORDER BY customer
"""
LOAD = f"{LOOK} FOR UPDATE OF c"
SAVE = """
UPDATE customer_credit c SET held = g.held, hold_kind = g.hold_kind, hold_reasons = g.hold_reasons::jsonb,
    hold_version = g.hold_version, released_on = g.released_on
FROM unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::int[], $6::date[])
    AS g(customer, held, hold_kind, hold_reasons, hold_version, released_on)
WHERE c.customer = g.customer
"""
BY_OVERDUE = f"""
SELECT customer FROM customer_credit c {OVERDUE}
WHERE NOT held AND long_overdue AND newly AND customer IN (
    SELECT customer FROM invoice WHERE outstanding > 0 AND due < $1::date - $2::int)
UNION ALL
SELECT customer FROM customer_credit c {OVERDUE} WHERE hold_kind = 'overdue' AND NOT long_overdue
LIMIT 500
"""
BEYOND = "SELECT customer, currency, credit_limit FROM customer_credit WHERE hold_kind = 'beyond' LIMIT 500"


async def learn(db: Db, customers: Sequence[CustomerChanged]) -> None:
    """Keep the highest version of each; holds are finance's own."""
    await db.execute(LEARN, *(list(column) for column in zip(*map(LEARNED, customers), strict=True)))


async def load(db: Db, customers: Sequence[str], today: date, policy: Policy) -> Mapping[str, Credit]:
    """The customers' credit, locked until commit; unknown customers are left out."""
    rows = await db.fetch(LOAD, *_limits(today, policy), sorted(set(customers)))
    return {row["customer"]: _credit(row) for row in rows}


async def look(db: Reading, customers: Sequence[str], today: date, policy: Policy) -> Mapping[str, Credit]:
    """The customers' credit as it is now; unknown customers are left out."""
    rows = await db.fetch(LOOK, *_limits(today, policy), sorted(set(customers)))
    return {row["customer"]: _credit(row) for row in rows}


def _credit(row: Record) -> Credit:
    listed = {"hold_reasons": reasons_in(row), "overdue_invoices": tuple(row["overdue_invoices"])}
    return Credit(**{**row, **listed})


def _limits(today: date, policy: Policy) -> tuple[object, ...]:
    return today, policy.hold_after_days, policy.hold_above, storable(OPENING)


def reasons_in(row: Record) -> tuple[Reason, ...]:
    """Why the customer of a row is held."""
    return stored(tuple[Reason, ...], row["hold_reasons"])


async def save(db: Db, standings: Sequence[Credit]) -> None:
    """Write the holds."""
    if not standings:
        return
    rows = [
        (c.customer, c.held, c.hold_kind, storable(c.hold_reasons), c.hold_version, c.released_on) for c in standings
    ]
    await db.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)))


async def by_overdue(db: Reading, today: date, policy: Policy) -> list[str]:
    """Customers whose automatic hold is to begin or to end."""
    return [row["customer"] for row in await db.fetch(BY_OVERDUE, *_limits(today, policy))]


async def beyond(db: Reading) -> list[tuple[str, str, Decimal]]:
    """Customers who are held for what is beyond their limit, with its currency and amount."""
    return [(row["customer"], row["currency"], row["credit_limit"]) for row in await db.fetch(BEYOND)]

"""Bills as people look for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Reading
from chassis.stored import stored
from services.finance.bill.rules.values import Bill, Tolerance
from services.finance.bills.view import Payable
from services.finance.policy import Policy
from services.finance.rates import store as rates

Place = tuple[date, UUID]
"""Where a page of the archive ends: the day on a bill, and the bill."""
LISTED = """
SELECT doc FROM bill
WHERE bill_id > $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR supplier = $3)
    AND ($4::text IS NULL OR number = $4) AND ($5::uuid IS NULL OR purchases && ARRAY[$5::uuid])
    AND ($6::date IS NULL OR due <= $6)
ORDER BY bill_id LIMIT $7
"""
ARCHIVED = """
SELECT doc FROM bill
WHERE ($1::text IS NULL OR supplier = $1) AND ($2::text IS NULL OR number = $2)
    AND ($3::date IS NULL OR dated >= $3) AND ($4::date IS NULL OR dated <= $4)
    AND ($5::date IS NULL OR (dated, bill_id) < ($5, $6::uuid))
ORDER BY dated DESC, bill_id DESC LIMIT $7
"""
OF_ORDERS = """
SELECT DISTINCT b.bill_id, b.doc::text AS doc FROM purchase_account p JOIN bill b ON b.purchases && ARRAY[p.purchase_id]
WHERE p.orders && $1::uuid[] ORDER BY b.bill_id
"""
PAYABLES = """
SELECT supplier, currency, sum(outstanding) AS outstanding,
    coalesce(sum(outstanding) FILTER (WHERE due >= $1), 0) AS not_due,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 AND due >= $1 - 30), 0) AS to_30_days,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 - 30 AND due >= $1 - 60), 0) AS to_60_days,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 - 60 AND due >= $1 - 90), 0) AS to_90_days,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 - 90), 0) AS older,
    count(*) FILTER (WHERE state = 'blocked') AS blocked
FROM bill WHERE (outstanding > 0 OR outstanding < 0 OR state = 'blocked') AND (supplier, currency) > ($2, $3)
    AND ($4::text IS NULL OR supplier = $4)
GROUP BY supplier, currency ORDER BY supplier, currency LIMIT $5
"""


async def listed(
    db: Reading,
    *,
    state: str | None = None,
    supplier: str | None = None,
    number: str | None = None,
    purchase: UUID | None = None,
    due_by: date | None = None,
    after: UUID,
    limit: int,
) -> list[Bill]:
    """Bills in the order of their making, after a cursor."""
    rows = await db.fetch(LISTED, after, state, supplier, number, purchase, due_by, limit)
    return [stored(Bill, row["doc"]) for row in rows]


async def archived(
    db: Reading,
    *,
    supplier: str | None,
    number: str | None,
    since: date | None,
    until: date | None,
    after: Place | None,
    limit: int,
) -> list[Bill]:
    """Bills by the day on them, the newest first, after a cursor; ``until`` is the last day."""
    place = after or (None, None)
    rows = await db.fetch(ARCHIVED, supplier, number, since, until, *place, limit)
    return [stored(Bill, row["doc"]) for row in rows]


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[Bill]:
    """The bills for what was bought for these orders."""
    return [stored(Bill, row["doc"]) for row in await db.fetch(OF_ORDERS, orders)]


async def payables(db: Reading, today: date, supplier: str | None, after: tuple[str, str], limit: int) -> list[Payable]:
    """What is owed to each supplier per currency less what he owes, by days past the due date; after a supplier and a
    currency."""
    return [Payable(**row) for row in await db.fetch(PAYABLES, today, *after, supplier, limit)]


async def tolerances(db: Db) -> Tolerance:
    """What the company lets pass today, the amount in each currency that finance values."""
    policy, values = await holding(db, Policy), await rates.values(db, clock.today())
    amounts = {currency: policy.bill_amount_tolerance / value for currency, value in values.items()}
    by_share = policy.bill_quantity_tolerance, policy.bill_price_tolerance
    return Tolerance(*by_share, amounts, policy.bill_tax_rates, policy.bill_tax_tolerance)

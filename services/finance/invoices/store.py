"""Invoices as people look for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import stored
from services.finance.account.rules.invoice import Invoice
from services.finance.invoices.view import Aged, State

NUMBERED = "SELECT invoice_id FROM invoice WHERE number = $1"
FIND = "SELECT doc::text AS doc FROM invoice WHERE invoice_id = $1"
LISTED = """
SELECT doc::text AS doc FROM invoice
WHERE invoice_id > $1 AND ($2::text IS NULL OR customer = $2) AND ($3::uuid IS NULL OR order_id = $3)
    AND ($4::boolean IS NULL OR (outstanding > 0) = $4) AND ($5::date IS NULL OR due < $5)
    AND ($6::text IS NULL OR number = $6)
ORDER BY invoice_id LIMIT $7
"""
AGEING = """
SELECT customer, currency, sum(outstanding) AS outstanding,
    coalesce(sum(outstanding) FILTER (WHERE due >= $1), 0) AS not_due,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 AND due >= $1 - 30), 0) AS to_30_days,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 - 30 AND due >= $1 - 60), 0) AS to_60_days,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 - 60 AND due >= $1 - 90), 0) AS to_90_days,
    coalesce(sum(outstanding) FILTER (WHERE due < $1 - 90), 0) AS older
FROM invoice WHERE outstanding > 0 AND customer > $2 AND ($3::text IS NULL OR customer = $3)
GROUP BY customer, currency ORDER BY customer, currency LIMIT $4
"""


async def find(db: Reading, invoice_id: UUID) -> Invoice | None:
    doc = await db.fetchval(FIND, invoice_id)
    return stored(Invoice, doc) if doc else None


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The invoice that its paper calls so: INV-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(
    db: Reading,
    *,
    state: State | None,
    customer: str | None,
    order_id: UUID | None,
    number: str | None,
    today: date,
    after: UUID,
    limit: int,
) -> list[Invoice]:
    """Invoices in the order of their making, after a cursor; ``overdue`` are open ones past their due date."""
    owed = None if state is None else state != "paid"
    before = today if state == "overdue" else None
    rows = await db.fetch(LISTED, after, customer, order_id, owed, before, number, limit)
    return [stored(Invoice, row["doc"]) for row in rows]


async def ageing(db: Reading, today: date, customer: str | None, after: str, limit: int) -> list[Aged]:
    """What each customer owes per currency, by days past the due date (FIN-4)."""
    return [Aged(**row) for row in await db.fetch(AGEING, today, after, customer, limit)]

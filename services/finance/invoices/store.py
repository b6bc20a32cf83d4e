"""Invoices as people look for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID

from pydantic import BaseModel

from chassis.handling import Db
from chassis.stored import stored
from services.finance.billing.rules import Invoice

State = Literal["open", "paid", "overdue"]

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
ORDER_NAMED = """
SELECT order_id FROM order_account WHERE number = $1 OR customer_po = $1
UNION SELECT order_id FROM journal_entry WHERE document = $1
UNION SELECT order_id FROM invoice WHERE number = $1
UNION SELECT order_id FROM payment WHERE bank_reference = $1
"""
"""By every number that our papers bear: order, customer's PO, invoice, credit note, line of a bank statement ($1)."""
CALLED = "SELECT invoice_id AS id, number FROM invoice WHERE invoice_id = ANY($1::uuid[])"
"""The numbers of invoices."""


class Aged(BaseModel):
    """What one customer owes in one currency, by days past the due date."""

    customer: str
    currency: str
    outstanding: Decimal
    not_due: Decimal
    to_30_days: Decimal
    to_60_days: Decimal
    to_90_days: Decimal
    older: Decimal


async def find(db: Db, invoice_id: UUID) -> Invoice | None:
    doc = await db.fetchval(FIND, invoice_id)
    return stored(Invoice, doc) if doc else None


async def numbered(db: Db, number: str, _path: Mapping[str, Any]) -> UUID | None:
    """The invoice that its paper calls so: INV-2026-000123."""
    return cast(UUID | None, await db.fetchval(NUMBERED, number))


async def listed(
    db: Db,
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


async def ageing(db: Db, today: date, customer: str | None, after: str, limit: int) -> list[Aged]:
    """What each customer owes per currency, by days past the due date (FIN-4)."""
    return [Aged(**row) for row in await db.fetch(AGEING, today, after, customer, limit)]

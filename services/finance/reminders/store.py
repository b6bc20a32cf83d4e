"""Reminders that were sent, and the what has come to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable
from services.finance.reminders.rules import Levels, Reminder

DUE = """
SELECT i.order_id FROM invoice i
WHERE i.outstanding > 0 AND i.due <= $1::date - (SELECT min(d) FROM unnest($2::int[]) d) AND NOT EXISTS (
    SELECT FROM reminder r WHERE coalesce(r.invoice_id, r.order_id) = i.invoice_id
        AND r.level >= (SELECT count(*) FROM unnest($2::int[]) d WHERE i.due + d <= $1::date))
UNION
SELECT a.order_id FROM order_account a
WHERE a.advance_open > 0 AND a.stage = 'confirmed'
    AND a.advance_due <= $1::date - (SELECT min(d) FROM unnest($2::int[]) d) AND NOT EXISTS (
    SELECT FROM reminder r WHERE coalesce(r.invoice_id, r.order_id) = a.order_id AND r.due = a.advance_due
        AND r.level >= (SELECT count(*) FROM unnest($2::int[]) d WHERE a.advance_due + d <= $1::date))
ORDER BY order_id LIMIT $3
"""
DUE_LIMIT = 500
REACHED = """
SELECT coalesce(invoice_id, order_id) AS of, due, max(level) AS level FROM reminder
WHERE order_id = ANY($1::uuid[]) GROUP BY 1, 2
"""
LANGUAGES = "SELECT customer, language FROM customer_credit WHERE customer = ANY($1::text[])"
FIELDS = """reminder_id uuid, invoice_id uuid, level int, order_id uuid, customer text, number text, reminded_on date,
    outstanding numeric, currency text, due date, language text, text text, by_whom text"""
SAVE = f"INSERT INTO reminder SELECT * FROM json_to_recordset($1::json) AS r({FIELDS}) ON CONFLICT DO NOTHING"
LISTED = """
SELECT * FROM reminder WHERE ($1::uuid IS NULL OR order_id = $1) AND ($2::text IS NULL OR customer = $2)
    AND reminder_id > $3 ORDER BY reminder_id LIMIT $4
"""


@dataclass(frozen=True)
class Known:
    """What was sent already, and how to speak to whom."""

    levels: Levels
    languages: dict[str, str]


async def due(db: Reading, today: date, days: Sequence[int]) -> list[UUID]:
    """Orders with an unpaid invoice or advance that has come to a level of which its customer was not reminded."""
    return [row["order_id"] for row in await db.fetch(DUE, today, list(days), DUE_LIMIT)]


async def known(db: Reading, orders: Sequence[UUID], customers: Sequence[str]) -> Known:
    levels = {(row["of"], row["due"]): row["level"] for row in await db.fetch(REACHED, list(orders))}
    return Known(levels, {row["customer"]: row["language"] for row in await db.fetch(LANGUAGES, list(customers))})


async def save(db: Db, reminders: Sequence[Reminder]) -> None:
    if reminders:
        await db.execute(SAVE, storable(reminders))


async def listed(db: Reading, order_id: UUID | None, customer: str | None, after: UUID, limit: int) -> list[Reminder]:
    """In the order of their sending, after a cursor."""
    return [Reminder(**row) for row in await db.fetch(LISTED, order_id, customer, after, limit)]

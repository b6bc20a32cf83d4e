"""Months and their differences, as people look at them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from chassis.stored import stored
from services.finance.month.rules.cause import Difference
from services.finance.month.rules.month import Month
from services.finance.month.view import DifferenceShown

MONTHS = """
SELECT month_id, doc::text AS doc FROM month_close
WHERE month_id > $1 AND ($2 OR state <> 'closed') ORDER BY month_id LIMIT $3
"""
MONTH = "SELECT doc::text AS doc FROM month_close WHERE month = $1"
SHOWN = """
SELECT d.difference_id, d.month, a.number, d.doc::text AS doc, (
    SELECT json_agg(json_build_object('text', e.text, 'person', e.person, 'at', e.at) ORDER BY e.entry)
    FROM explanation e WHERE e.difference_id = d.difference_id)::text AS explanations
FROM difference d LEFT JOIN order_account a USING (order_id)
"""
LISTED = f"""{SHOWN}
WHERE d.month = $1 AND d.difference_id > $2 AND ($3::text IS NULL OR d.owner = $3)
    AND ($4::text IS NULL OR d.cause = $4)
ORDER BY d.difference_id LIMIT $5
"""
OF_ORDERS = f"""{SHOWN} JOIN month_close m USING (month)
WHERE d.order_id = ANY($1::uuid[]) AND m.state <> 'closed' ORDER BY d.difference_id
"""
UNKNOWN = f"""{SHOWN} JOIN month_close m USING (month)
WHERE d.cause = 'unknown' AND m.state <> 'closed' AND d.difference_id > $1
    AND NOT EXISTS (SELECT FROM explanation e WHERE e.difference_id = d.difference_id)
ORDER BY d.difference_id LIMIT $2
"""


async def months(db: Reading, after: UUID, limit: int, *, closed: bool) -> list[tuple[UUID, Month]]:
    """By the order of their coming, after a cursor; with those that are closed or without."""
    rows = await db.fetch(MONTHS, after, closed, limit)
    return [(row["month_id"], stored(Month, row["doc"])) for row in rows]


async def month_of(db: Reading, month: str) -> Month | None:
    doc = await db.fetchval(MONTH, month)
    return stored(Month, doc) if doc else None


async def listed(
    db: Reading, month: str, owner: str | None, cause: str | None, after: UUID, limit: int
) -> list[DifferenceShown]:
    return [_shown(row) for row in await db.fetch(LISTED, month, after, owner, cause, limit)]


async def of_orders(db: Reading, orders: Sequence[UUID]) -> list[DifferenceShown]:
    """Those of months that are still open."""
    return [_shown(row) for row in await db.fetch(OF_ORDERS, orders)]


async def unknown(db: Reading, after: UUID, limit: int) -> list[DifferenceShown]:
    """Those that nobody can explain so far."""
    return [_shown(row) for row in await db.fetch(UNKNOWN, after, limit)]


def _shown(row: Record) -> DifferenceShown:
    found = stored(Difference, row["doc"])
    return DifferenceShown(
        difference_id=row["difference_id"],
        month=row["month"],
        order_id=found.order_id,
        number=row["number"] or "",
        customer=found.customer,
        currency=found.currency,
        about=found.about,
        sales=found.sales,
        finance=found.finance,
        cause=found.cause,
        owner=found.owner,
        explanations=json.loads(row["explanations"] or "[]"),
    )

"""Wishes to cancel, each with what came of it, and how many there were by customer and cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import storable
from services.sales.order.rules.facts import CancelCause
from services.sales.rescue.rules import Wish
from services.sales.rescue.view import CancelsOfCustomer, Counted

NOTE = """
WITH told AS (SELECT * FROM json_to_recordset($1::json) AS its(order_id uuid, customer text, wished_on date, cause text,
    reason text, recorded_by text, result text, offered text, ended_on date)),
ended AS (
    UPDATE cancel_wish w SET cause = told.cause, result = told.result, offered = coalesce(told.offered, ''),
        ended_on = told.ended_on
    FROM told WHERE w.order_id = told.order_id AND w.result = 'open' RETURNING w.order_id
)
INSERT INTO cancel_wish (order_id, nth, customer, wished_on, cause, reason, recorded_by, result, offered, ended_on)
SELECT order_id, (SELECT 1 + count(*) FROM cancel_wish w WHERE w.order_id = told.order_id), customer, wished_on, cause,
    reason, recorded_by, result, coalesce(offered, ''), ended_on
FROM told WHERE order_id NOT IN (SELECT order_id FROM ended)
"""
"""Of an order at most one; its open wish is ended, else it is a new one. Under the lock of the order."""
OF_ORDER = """
SELECT order_id, customer, wished_on, cause, reason, recorded_by, result, offered, ended_on
FROM cancel_wish WHERE order_id = $1 ORDER BY nth
"""
COUNTED = """
WITH period AS MATERIALIZED (
    SELECT customer, cause, result FROM cancel_wish
    WHERE wished_on BETWEEN $1 AND $2 AND customer > $3 AND ($4::text IS NULL OR customer = $4)
        AND ($5::text IS NULL OR cause = $5)
), page AS (SELECT DISTINCT customer FROM period ORDER BY customer LIMIT $6)
SELECT customer, cause, count(*) AS wished, count(*) FILTER (WHERE result = 'kept') AS kept,
    count(*) FILTER (WHERE result = 'cancelled') AS cancelled
FROM period JOIN page USING (customer) GROUP BY customer, cause ORDER BY customer, wished DESC, cause
"""
"""By customer and cause; a period is a few months, in which each customer seldom cancelled."""


async def note(db: Db, wishes: Sequence[Wish]) -> None:
    """What is new of wishes, at most one of each order; no statement where nothing is."""
    if wishes:
        await db.execute(NOTE, storable(tuple(wishes)))


async def of_order(db: Reading, order_id: UUID) -> tuple[Wish, ...]:
    """All of them, the oldest first."""
    return tuple(Wish(**row) for row in await db.fetch(OF_ORDER, order_id))


async def counted(
    db: Reading, since: date, until: date, after: str, customer: str | None, cause: CancelCause | None, limit: int
) -> tuple[CancelsOfCustomer, ...]:
    """The next customers who wished to cancel from ``since`` to ``until``: why, and how often it came to that."""
    rows = await db.fetch(COUNTED, since, until, after, customer, cause, limit)
    each = groupby(rows, lambda row: row["customer"])
    return tuple(CancelsOfCustomer(customer=code, causes=tuple(map(_counted, its))) for code, its in each)


def _counted(row: Record) -> Counted:
    return Counted.having(dict(row))

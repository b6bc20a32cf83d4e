"""What was told of orders' money: read beside the order, written by one statement, only added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading
from chassis.http.page import Page
from chassis.stored import storable, stored
from services.sales.order.rules.document import Order
from services.sales.receivable.rules import Chase, Receipt, Receivable, receivable_of

BESIDE = """
SELECT o.id, o.document,
    ARRAY(SELECT r.doc::text FROM receipt r WHERE r.order_id = o.id ORDER BY r.entry) AS receipts,
    ARRAY(SELECT c.doc::text FROM chase c WHERE c.order_id = o.id ORDER BY c.entry) AS chases
FROM sales_order o
"""
LOAD = f"{BESIDE} WHERE o.id = ANY($1::uuid[]) ORDER BY o.id"
LISTED = f"""
{BESIDE}
WHERE o.customer = $1 AND o.id > $2 AND (o.stage IN ('dispatched', 'delivered', 'accepted', 'paid', 'closed')
    OR EXISTS (SELECT FROM receipt r WHERE r.order_id = o.id))
ORDER BY o.id LIMIT $3
"""
SAVE = """
WITH noted AS (
    INSERT INTO receipt (order_id, entry, amount, currency, received_on, doc)
    SELECT g.order_id, r.entry, r.amount, r.currency, r.received_on, g.doc
    FROM (SELECT order_id, doc::json AS doc FROM unnest($1::uuid[], $2::text[]) AS g(order_id, doc)) g,
        json_to_record(g.doc) AS r(entry int, amount numeric, currency text, received_on date)
)
INSERT INTO chase (order_id, entry, doc)
SELECT order_id, (doc ->> 'entry')::int, doc
FROM (SELECT order_id, doc::json AS doc FROM unnest($3::uuid[], $4::text[]) AS g(order_id, doc)) g
"""


async def load(db: Reading, orders: Sequence[UUID]) -> Mapping[UUID, Receivable]:
    """Of those orders that are in the book."""
    return {row["id"]: _receivable(row) for row in await db.fetch(LOAD, list(orders))}


async def save(db: Db, before: Sequence[Receivable], now: Sequence[Receivable]) -> None:
    """Add what was noted since ``before`` of the same orders."""
    both = list(zip(before, now, strict=True))
    receipts = [(new.order_id, storable(one)) for old, new in both for one in new.receipts[len(old.receipts) :]]
    chases = [(new.order_id, storable(one)) for old, new in both for one in new.chases[len(old.chases) :]]
    if receipts or chases:
        await db.execute(SAVE, *_columns(receipts), *_columns(chases))


async def listed(db: Reading, customer: str, after: UUID, limit: int) -> Page[Receivable]:
    """A customer's orders of which something left or was told to be paid, by order."""
    rows = await db.fetch(LISTED, customer, after, limit)
    return Page(items=tuple(map(_receivable, rows)), next=rows[-1]["id"] if len(rows) == limit else None)


def _receivable(row: asyncpg.Record) -> Receivable:
    receipts = tuple(stored(Receipt, doc) for doc in row["receipts"])
    return receivable_of(stored(Order, row["document"]), receipts, tuple(stored(Chase, doc) for doc in row["chases"]))


def _columns(rows: Sequence[tuple[UUID, str]]) -> tuple[list[UUID], list[str]]:
    return [row[0] for row in rows], [row[1] for row in rows]

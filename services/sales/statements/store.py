"""How far a month's statement is; the orders that it tells of, in the order of their ids."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from asyncpg import Record

from chassis.handling import Db, Reading
from chassis.stored import stored
from services.sales.order.rules.document import Order
from services.sales.statements.rules import Known, Stating

LOAD = "SELECT month, parts, through, done FROM month_stated WHERE month = $1"
SAVE = """
INSERT INTO month_stated (month, parts, through, done) VALUES ($1, $2, $3, $4)
ON CONFLICT (month) DO UPDATE SET parts = EXCLUDED.parts, through = EXCLUDED.through, done = EXCLUDED.done
"""
NEXT = """
WITH next AS (
    SELECT id FROM (
        (SELECT id FROM sales_order WHERE phase = 'open' AND id > $1 ORDER BY id LIMIT $4)
        UNION (SELECT id FROM sales_order WHERE phase = 'cancelled' AND id > $1 ORDER BY id LIMIT $4)
        UNION (SELECT order_id FROM receipt WHERE received_on BETWEEN $2 AND $3 AND order_id > $1
               ORDER BY order_id LIMIT $4)
    ) each ORDER BY id LIMIT $4
)
SELECT o.id, o.document, coalesce(r.told, 0) AS told, coalesce(r.elsewhere, false) AS elsewhere
FROM next JOIN sales_order o USING (id) LEFT JOIN LATERAL (
    SELECT sum(amount) FILTER (WHERE currency = o.document -> 'content' ->> 'currency') AS told,
           bool_or(currency <> o.document -> 'content' ->> 'currency') AS elsewhere
    FROM receipt WHERE order_id = o.id AND received_on <= $3
) r ON true
ORDER BY o.id
"""
"""Those that are not over, and those of which a payment was told in the month."""


async def load(db: Reading, month: str) -> Stating:
    row = await db.fetchrow(LOAD, month)
    return Stating(**row) if row else Stating(month)


async def save(db: Db, stating: Stating) -> None:
    await db.execute(SAVE, stating.month, stating.parts, stating.through, stating.done)


async def has_orders(db: Reading) -> bool:
    return bool(await db.fetchval("SELECT EXISTS (SELECT FROM sales_order)"))


async def orders_after(db: Db, through: UUID | None, first: date, last: date, limit: int) -> list[Known]:
    """The next orders of the statement of the month from ``first`` to ``last``."""
    rows = await db.fetch(NEXT, through or UUID(int=0), first, last, limit)
    return [_known(row) for row in rows]


def _known(row: Record) -> Known:
    return Known(stored(Order, row["document"]), row["told"], row["elsewhere"])

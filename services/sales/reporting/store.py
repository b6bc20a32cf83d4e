"""How far the letters of a day are; customers with open orders, page by page."""

from __future__ import annotations

from datetime import date

from asyncpg import Record

from chassis import clock
from chassis.handling import Db, Reading
from services.sales.masters.store import customer_in
from services.sales.reporting.rules import Day, Reported

LOAD = "SELECT day, through, done FROM reports_of_day WHERE day = $1"
SAVE = """
INSERT INTO reports_of_day (day, through, done) VALUES ($1, $2, $3)
ON CONFLICT (day) DO UPDATE SET through = EXCLUDED.through, done = EXCLUDED.done
"""
NEXT = """
WITH page AS (SELECT customer, state, sealed FROM customer WHERE customer > $1 ORDER BY customer LIMIT $2)
SELECT customer, state, sealed, oldest, greatest(noted.last_on, written.last_on) AS last_on FROM page
CROSS JOIN LATERAL (SELECT min((document ->> 'received_on')::date) AS oldest FROM sales_order o
    WHERE o.customer = page.customer AND o.phase IN ('incomplete', 'open')) open_order
LEFT JOIN LATERAL (SELECT max(happened_on) AS last_on FROM conversation v
    WHERE v.customer = page.customer AND v.open_orders_sent) noted ON true
LEFT JOIN LATERAL (SELECT ((document ->> 'written_at')::timestamptz AT TIME ZONE $3)::date AS last_on FROM letter l
    WHERE l.customer = page.customer AND l.order_id IS NULL AND l.kind = 'open_orders' ORDER BY l.letter_id DESC LIMIT 1
) written ON true
ORDER BY customer
"""
"""The next customers; who has no open order among them has no ``oldest``. A list that a person sent counts too."""


async def load(db: Reading, day: date) -> Day:
    row = await db.fetchrow(LOAD, day)
    return Day(**row) if row else Day(day)


async def save(db: Db, day: Day) -> None:
    await db.execute(SAVE, day.day, day.through, day.done)


async def customers_after(db: Db, through: str, limit: int) -> tuple[str | None, list[Reported]]:
    """Those of the next customers who have open orders, and the code of the last of them; None where there is none."""
    rows = await db.fetch(NEXT, through, limit, str(clock.zone()))
    last = rows[-1]["customer"] if len(rows) == limit else None
    return last, [_reported(row) for row in rows if row["oldest"]]


def _reported(row: Record) -> Reported:
    customer = customer_in(row["customer"], row["state"], row["sealed"])
    return Reported(customer, row["oldest"], row["last_on"])

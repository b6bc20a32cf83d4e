"""What falls on the days of a month, of the orders looked at: promised deliveries, and what departments owe."""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis import clock
from chassis.handling import Reading
from services.notify.desk.board.filters import Filter
from services.notify.desk.board.store import LATE, WANTED, arguments

ENTRIES_MAX = 6
"""Of one day; the others are counted."""
# A day is one of the company's zone; what sleeps is not due.
ENTRIES = f"""
{LATE}, wanted AS (SELECT order_id, number, promised {WANTED}),
entry AS (
    SELECT promised AS day, true AS is_promise_to_customer, order_id, number, ARRAY[]::text[] AS topics
    FROM wanted WHERE promised >= $8 AND promised < $9
    UNION ALL
    SELECT (p.due AT TIME ZONE $10)::date, false, w.order_id, w.number, array_agg(p.topics[1] ORDER BY p.due)
    FROM open_promise p JOIN wanted w USING (order_id)
    WHERE NOT p.asleep AND p.due >= $8::timestamp AT TIME ZONE $10 AND p.due < $9::timestamp AT TIME ZONE $10
    GROUP BY 1, w.order_id, w.number
)
SELECT * FROM (
    SELECT *, count(*) OVER of_day AS on_day,
           row_number() OVER (of_day ORDER BY NOT is_promise_to_customer, number) AS nth
    FROM entry WINDOW of_day AS (PARTITION BY day)
) ranked WHERE nth <= $11 ORDER BY day, nth
"""


async def entries(db: Reading, wanted: Filter, first: date, end: date) -> list[dict[str, Any]]:
    """From ``first`` on, before ``end``; of each day the first few, and how many there are."""
    rows = await db.fetch(ENTRIES, *arguments(wanted), first, end, clock.zone().key, ENTRIES_MAX)
    return [dict(row) for row in rows]

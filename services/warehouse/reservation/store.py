"""An order's lines as people look at them."""

from __future__ import annotations

from uuid import UUID

from chassis.handling import Reading
from services.warehouse.reservation.view import LineOfOrder

LINES = """
WITH wanted AS (
    SELECT w.line, w.item, w.quantity
    FROM demand d, jsonb_to_recordset(d.lines) AS w(line int, item text, quantity numeric)
    WHERE d.order_id = $1 AND NOT d.cancelled
), sent AS (
    SELECT p.line, p.item, sum(p.returned) AS returned,
           sum(p.quantity) FILTER (WHERE s.state IN ('reserved', 'to_pack')) AS reserved,
           sum(p.quantity) FILTER (WHERE s.state = 'packed') AS packed,
           sum(p.quantity) FILTER (WHERE s.state = 'dispatched') AS dispatched
    FROM shipment s, jsonb_to_recordset(s.lines) AS p(line int, item text, quantity numeric, returned numeric)
    WHERE s.order_id = $1 AND s.state NOT IN ('ended', 'released') GROUP BY p.line, p.item
), waiting AS (
    SELECT line, item, held, needed - held AS lacking FROM claim WHERE order_id = $1
)
SELECT line, item, coalesce(quantity, 0) AS ordered, coalesce(held, 0) AS held, coalesce(reserved, 0) AS reserved,
       coalesce(packed, 0) AS packed, coalesce(dispatched, 0) AS dispatched, coalesce(returned, 0) AS returned,
       coalesce(lacking, 0) AS lacking
FROM wanted FULL JOIN sent USING (line, item) FULL JOIN waiting USING (line, item) ORDER BY line, item
"""


async def lines_of(db: Reading, order_id: UUID) -> list[LineOfOrder]:
    """What is ordered, set aside, lacking and sent of each line."""
    return [LineOfOrder(**row) for row in await db.fetch(LINES, order_id)]

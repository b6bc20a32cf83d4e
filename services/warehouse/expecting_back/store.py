"""What is asked back and has not come; the only writer of its table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.http.page import FIRST
from contracts.order import ShipmentLine
from contracts.sales import ReturnRequested, ReturnWaived
from services.warehouse.expecting_back.view import ExpectedReturn

ASK = """
INSERT INTO expected_back (shipment_id, line, order_id, item, quantity, asked_on, waived)
SELECT *, $6, $7 FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::numeric[])
ON CONFLICT (shipment_id, line) DO UPDATE SET quantity = greatest(expected_back.quantity, EXCLUDED.quantity),
    waived = expected_back.waived OR EXCLUDED.waived
"""
CAME = """
DELETE FROM expected_back e
USING shipment s, jsonb_to_recordset(s.lines) AS part(line int, returned numeric)
WHERE e.shipment_id = ANY($1::uuid[]) AND NOT e.waived AND s.shipment_id = e.shipment_id AND part.line = e.line
    AND part.returned >= e.quantity
"""
LISTED = """
WITH page AS (
    SELECT DISTINCT shipment_id FROM expected_back WHERE NOT waived AND shipment_id > $1
    ORDER BY shipment_id LIMIT $2
)
SELECT e.shipment_id, e.order_id, coalesce(d.number, '') AS order_number, coalesce(s.sales_slip, '') AS sales_slip,
    min(e.asked_on) AS asked_on,
    json_agg(json_build_object('line', e.line, 'item', e.item, 'quantity', (e.quantity - coalesce(p.returned, 0))::text)
        ORDER BY e.line)::text AS lines
FROM page JOIN expected_back e USING (shipment_id)
LEFT JOIN shipment s USING (shipment_id) LEFT JOIN demand d ON d.order_id = e.order_id
LEFT JOIN LATERAL (
    SELECT sum(part.returned) AS returned FROM jsonb_to_recordset(s.lines) AS part(line int, returned numeric)
    WHERE part.line = e.line
) p ON true
WHERE NOT e.waived GROUP BY e.shipment_id, e.order_id, d.number, s.sales_slip ORDER BY e.shipment_id
"""


async def ask(db: Db, requested: Sequence[ReturnRequested], today: date) -> None:
    """In all so much of each line is to be back; what is back already is awaited no more."""
    asked = [(one, line) for one in requested for line in one.in_all or one.lines]
    await db.execute(ASK, *_columns(asked), today, False)
    await come(db, [one.shipment_id for one in requested])


async def waive(db: Db, waived: Sequence[ReturnWaived], today: date) -> None:
    await db.execute(ASK, *_columns((one, line) for one in waived for line in one.lines), today, True)


async def come(db: Db, shipments: Sequence[UUID]) -> None:
    """Goods of these shipments are back: what is whole is awaited no more."""
    await db.execute(CAME, list(shipments))


async def listed(db: Reading, after: UUID | None, limit: int) -> list[ExpectedReturn]:
    """By shipment, which is the order in which they were reserved."""
    rows = await db.fetch(LISTED, after or FIRST, limit)
    return [ExpectedReturn(**{**row, "lines": json.loads(row["lines"])}) for row in rows]


def _columns(asked: Iterable[tuple[ReturnRequested | ReturnWaived, ShipmentLine]]) -> tuple[list[object], ...]:
    rows = [(one.shipment_id, line.line, one.order_id, line.item, line.quantity) for one, line in asked]
    return tuple(map(list, zip(*rows, strict=True))) if rows else ([], [], [], [], [])

"""Which lots went to whom: one query each way, by its index."""

from __future__ import annotations

from chassis.handling import Reading
from services.warehouse.tracing.view import Delivered

DELIVERED = """
SELECT r.number AS receipt, r.lot, r.item, p.supplier, r.expires_on, r.origin, -m.quantity AS quantity,
       m.reference AS slip_number, m.at, s.shipment_id, s.order_id, d.number AS order_number, d.customer
FROM movement m JOIN receipt r ON r.number = m.lot LEFT JOIN purchase p USING (purchase_id)
LEFT JOIN shipment s ON s.slip_number = m.reference AND s.slip_number <> '' LEFT JOIN demand d USING (order_id)
WHERE m.kind = 'dispatch' AND m.lot <> ''
"""
OF_LOT = f"""{DELIVERED} AND m.lot IN (
    SELECT number FROM receipt WHERE lot = $1 AND lot <> '' UNION ALL SELECT number FROM receipt WHERE number = $1
) AND ($2::text IS NULL OR p.supplier = $2) ORDER BY m.id
"""
OF_SLIP = f"{DELIVERED} AND m.reference = $1 ORDER BY m.id"


async def delivered_of_lot(db: Reading, lot: str, supplier: str | None) -> list[Delivered]:
    """To whom a lot went, by the supplier's name of it or by our receipt."""
    return [Delivered(**row) for row in await db.fetch(OF_LOT, lot, supplier)]


async def delivered_with(db: Reading, slip_number: str) -> list[Delivered]:
    """Of which lots an outbound slip was packed."""
    return [Delivered(**row) for row in await db.fetch(OF_SLIP, slip_number)]

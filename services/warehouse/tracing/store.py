"""Which lots went to whom: one query each way, by its index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from services.warehouse.book.store import PIECES, STANDS
from services.warehouse.tracing.view import Delivered, Piece, Went

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
PIECE = f"""
SELECT n.item, n.serial, {STANDS} AS stands, n.receipt, coalesce(r.lot, '') AS lot,
       coalesce(p.supplier, '') AS supplier,
       coalesce(p.number, '') AS purchase, r.received_on, r.expires_on, coalesce(r.origin, '') AS origin,
       coalesce(i.number, '') AS inspection, n.shipment_id, n.went,
       CASE WHEN {STANDS} <> 'in stock' OR n.place IS NULL THEN ''
            WHEN n.place = ANY(l.places) THEN n.place ELSE coalesce(l.place, '') END AS place,
       coalesce(t.number, '') AS transfer
{PIECES} LEFT JOIN purchase p ON p.purchase_id = r.purchase_id LEFT JOIN stock l ON l.item = n.item
LEFT JOIN transfer t ON t.transfer_id = n.transfer_id
"""
OF_SERIAL = f"{PIECE} WHERE n.serial = $1 AND ($2::text IS NULL OR n.item = $2) ORDER BY n.item"
PACKED_WITH = f"""
{PIECE} JOIN shipment w ON n.went @> ARRAY[w.shipment_id] WHERE w.slip_number = $1 AND w.slip_number <> ''
ORDER BY n.item, n.serial
"""
WENT = """
SELECT s.shipment_id, s.state, s.slip_number, s.order_id, d.number AS order_number, d.customer
FROM shipment s LEFT JOIN demand d USING (order_id)
WHERE s.shipment_id = ANY($1::uuid[]) AND s.state IN ('packed', 'dispatched')
"""


async def delivered_of_lot(db: Reading, lot: str, supplier: str | None) -> list[Delivered]:
    """To whom a lot went, by the supplier's name of it or by our receipt."""
    return [Delivered(**row) for row in await db.fetch(OF_LOT, lot, supplier)]


async def delivered_with(db: Reading, slip_number: str) -> list[Delivered]:
    """Of which lots an outbound slip was packed."""
    return [Delivered(**row) for row in await db.fetch(OF_SLIP, slip_number)]


async def pieces_called(db: Reading, serial: str, item: str | None) -> list[Piece]:
    """The pieces that bear a serial number, each with where it came from and to whom it went."""
    return await _pieces(db, await db.fetch(OF_SERIAL, serial, item))


async def pieces_with(db: Reading, slip_number: str) -> list[Piece]:
    """The pieces that were in the packages of an outbound slip, also those that came back."""
    return await _pieces(db, await db.fetch(PACKED_WITH, slip_number))


async def _pieces(db: Reading, rows: Sequence[Record]) -> list[Piece]:
    shipments = {id_ for row in rows for id_ in row["went"]}
    sent = {row["shipment_id"]: row for row in await db.fetch(WENT, list(shipments))} if shipments else {}
    return [Piece(**{**row, "went": _went(row, sent)}) for row in rows]


def _went(row: Record, sent: Mapping[UUID, Record]) -> list[Went]:
    """Whose packages were opened again before they left, it is in no more."""
    left = [sent[id_] for id_ in row["went"] if id_ in sent]
    return [Went(**one, came_back=one["shipment_id"] != row["shipment_id"]) for one in left]

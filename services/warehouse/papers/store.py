"""What papers are drawn from: packed shipments, inspected lots, rejected goods that go back, and the names of items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from asyncpg import Record

from chassis.handling import Reading
from services.warehouse.book import store as book
from services.warehouse.book.view import PackedState
from services.warehouse.papers.rules.outbound_slip import Item

WITH_SLIP = "SELECT order_id FROM shipment WHERE slip_number = $1 AND slip_number <> ''"
ORDER_NUMBER = "SELECT number FROM demand WHERE order_id = $1"
ITEMS = "SELECT item, name, unit FROM item WHERE item = ANY($1::text[])"

PIECES = """
SELECT packed.id AS shipment_id, n.item, n.serial FROM unnest($1::uuid[]) AS packed(id)
JOIN serial n ON n.went @> ARRAY[packed.id] ORDER BY n.item, n.serial
"""
INSPECTED = """
    n.receipt, n.received_on, n.checks, n.examined, n.note, coalesce(p.number, '') AS purchase,
    coalesce(p.orders, '{}') AS orders, coalesce(r.lot, '') AS lot, coalesce(r.delivery_note, '') AS delivery_note,
    coalesce(i.name, '') AS name, coalesce(i.unit, '') AS unit
"""
CAME = """
LEFT JOIN purchase p USING (purchase_id) LEFT JOIN receipt r ON r.number = n.receipt LEFT JOIN item i ON i.item = n.item
"""
RETURN = f"""
SELECT d.number, d.item, d.supplier, d.quantity, d.reason, d.at, n.number AS inspection, {INSPECTED}
FROM disposal d JOIN inspection n USING (inspection_id) {CAME} WHERE d.kind = 'rma' AND
"""
RETURN_NUMBERED = f"{RETURN} d.number = upper($1)"
RETURNS_OF = f"{RETURN} p.orders && ARRAY[$1::uuid] ORDER BY d.disposal_id"
REPORT = f"""
SELECT n.number, n.item, n.supplier, n.lot AS quantity, n.state, n.again, n.decided_at, {INSPECTED}
FROM inspection n {CAME} WHERE
"""
REPORT_NUMBERED = f"{REPORT} n.number = upper($1)"
REPORTS_OF = f"{REPORT} p.orders && ARRAY[$1::uuid] ORDER BY n.inspection_id"
"""By the index on the orders that a purchase serves, as those before."""


async def packed_of(db: Reading, order_id: UUID) -> Sequence[PackedState]:
    """The order's shipments that have an outbound slip, by its number."""
    shipments = await book.shipments_of(db, [order_id])
    return sorted((one for one in shipments if one.slip_number), key=lambda one: one.slip_number)


async def order_with_slip(db: Reading, slip: str) -> UUID | None:
    found: UUID | None = await db.fetchval(WITH_SLIP, slip)
    return found


async def order_number(db: Reading, order_id: UUID) -> str:
    return str(await db.fetchval(ORDER_NUMBER, order_id) or "")


async def items_of(db: Reading, shipments: Sequence[PackedState]) -> Mapping[str, Item]:
    codes = {line.item for shipment in shipments for line in shipment.lines}
    return {row["item"]: Item(name=row["name"], unit=row["unit"]) for row in await db.fetch(ITEMS, sorted(codes))}


async def pieces_of(db: Reading, shipments: Sequence[UUID]) -> Mapping[UUID, list[tuple[str, str]]]:
    """By shipment item and serial number of each piece that was packed with it."""
    pieces: dict[UUID, list[tuple[str, str]]] = {}
    for row in await db.fetch(PIECES, shipments):
        pieces.setdefault(row["shipment_id"], []).append((row["item"], row["serial"]))
    return pieces


async def returns_of(db: Reading, order_id: UUID) -> Sequence[Record]:
    """What went back of purchases that serve the order, the oldest first."""
    return await db.fetch(RETURNS_OF, order_id)


async def return_numbered(db: Reading, number: str) -> Record | None:
    return await db.fetchrow(RETURN_NUMBERED, number)


async def reports_of(db: Reading, order_id: UUID) -> Sequence[Record]:
    """Inspections of what was bought for the order, the oldest first."""
    return await db.fetch(REPORTS_OF, order_id)


async def report_numbered(db: Reading, number: str) -> Record | None:
    return await db.fetchrow(REPORT_NUMBERED, number)

"""What outbound slips are drawn from: packed shipments, their orders' numbers, the names of items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.handling import Reading
from services.warehouse.book import store as book
from services.warehouse.book.view import PackedState
from services.warehouse.papers.rules.outbound_slip import Item

WITH_SLIP = "SELECT order_id FROM shipment WHERE slip_number = $1 AND slip_number <> ''"
ORDER_NUMBER = "SELECT number FROM demand WHERE order_id = $1"
ITEMS = "SELECT item, name, unit FROM item WHERE item = ANY($1::text[])"


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

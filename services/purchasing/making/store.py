"""Bills of materials."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Db, Reading
from services.purchasing.production.rules.shop import Bill

KEEP = """
WITH gone AS (
    DELETE FROM bill_of_materials b WHERE b.item = ANY($1::text[]) AND NOT EXISTS (
        SELECT FROM unnest($2::text[], $3::text[]) AS k(item, component)
        WHERE k.item = b.item AND k.component = b.component)
)
INSERT INTO bill_of_materials (item, component, quantity)
SELECT * FROM unnest($2::text[], $3::text[], $4::numeric[])
ON CONFLICT (item, component) DO UPDATE SET quantity = EXCLUDED.quantity
"""
ITEMS = "SELECT DISTINCT item FROM purchase WHERE id = ANY($1::uuid[])"


async def keep(db: Db, bills: Sequence[Bill]) -> None:
    """Each as it is told now, whole; of one item there is one in a batch."""
    rows = [(bill.item, one.item, one.quantity) for bill in bills for one in bill.components]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    await db.execute(KEEP, [bill.item for bill in bills], *columns)


async def items_of(db: Reading, purchases: Sequence[UUID]) -> list[str]:
    """The items of purchases."""
    return [row["item"] for row in await db.fetch(ITEMS, list(purchases))]

"""Bills of materials."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.handling import Db, Reading
from contracts.supply import Lack
from services.purchasing.making.rules import Bill

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
BILLS = """
SELECT b.item, jsonb_agg(jsonb_build_array(b.component, b.quantity::text) ORDER BY b.component)::text AS components,
    coalesce((SELECT (o.doc->>'lead_days')::int FROM offer o WHERE o.item = b.item AND o.supplier = $2), 0) AS lead_days
FROM bill_of_materials b WHERE b.item = ANY($1::text[]) GROUP BY b.item
"""
ITEMS = "SELECT DISTINCT item FROM purchase WHERE id = ANY($1::uuid[])"


async def keep(db: Db, bills: Sequence[Bill]) -> None:
    """Each as it is told now, whole; of one item there is one in a batch."""
    rows = [(bill.item, one.item, one.quantity) for bill in bills for one in bill.components]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    await db.execute(KEEP, [bill.item for bill in bills], *columns)


async def bills(db: Reading, items: Sequence[str], own_shop: str) -> dict[str, Bill]:
    """The bills of those of these items that are made."""
    rows = await db.fetch(BILLS, list(items), own_shop)
    return {
        row["item"]: Bill(
            item=row["item"],
            lead_days=row["lead_days"],
            components=tuple(
                Lack(item=item, quantity=Decimal(quantity)) for item, quantity in json.loads(row["components"])
            ),
        )
        for row in rows
    }


async def items_of(db: Reading, purchases: Sequence[UUID]) -> list[str]:
    """The items of purchases."""
    return [row["item"] for row in await db.fetch(ITEMS, list(purchases))]

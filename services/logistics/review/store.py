"""The weights of items."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chassis.handling import Db
from contracts.sales import ItemChanged

KEEP = """
INSERT INTO item_weight (item, version, weight_kg) SELECT * FROM unnest($1::text[], $2::int[], $3::numeric[])
ON CONFLICT (item) DO UPDATE SET version = EXCLUDED.version, weight_kg = EXCLUDED.weight_kg
WHERE item_weight.version < EXCLUDED.version
"""
WEIGHTS = "SELECT item, weight_kg FROM item_weight WHERE item = ANY($1::text[])"


async def keep_weights(db: Db, items: Sequence[ItemChanged]) -> None:
    """The highest version of each item holds."""
    await db.execute(KEEP, [i.item for i in items], [i.version for i in items], [i.weight_kg for i in items])


async def weights_of(db: Db, items: Sequence[str]) -> dict[str, Decimal]:
    """In kg per unit; an unknown item is not in it."""
    return {row["item"]: row["weight_kg"] for row in await db.fetch(WEIGHTS, items)}

"""What items weigh, and what customs is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter

from chassis.handling import Db
from contracts.sales import ItemChanged

KEEP = """
INSERT INTO item_weight (item, version, weight_kg, name, unit, customs_code, origin)
SELECT * FROM unnest($1::text[], $2::int[], $3::numeric[], $4::text[], $5::text[], $6::text[], $7::text[])
ON CONFLICT (item) DO UPDATE SET version = EXCLUDED.version, weight_kg = EXCLUDED.weight_kg, name = EXCLUDED.name,
    unit = EXCLUDED.unit, customs_code = EXCLUDED.customs_code, origin = EXCLUDED.origin
WHERE item_weight.version < EXCLUDED.version
"""
KEPT = attrgetter("item", "version", "weight_kg", "name", "unit", "customs_code", "origin")
WEIGHTS = "SELECT item, weight_kg FROM item_weight WHERE item = ANY($1::text[])"


async def keep_weights(db: Db, items: Sequence[ItemChanged]) -> None:
    """The highest version of each item holds."""
    await db.execute(KEEP, *(list(column) for column in zip(*map(KEPT, items), strict=True)))


async def weights_of(db: Db, items: Sequence[str]) -> dict[str, Decimal]:
    """In kg per unit; an unknown item is not in it."""
    return {row["item"]: row["weight_kg"] for row in await db.fetch(WEIGHTS, items)}

"""The gates of items, as the warehouse and sales say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import get_args

from chassis.handling import Db, Reading
from contracts.gates import GateKind, InspectionPlanned
from contracts.sales import ItemChanged

KEEP_PLANS = """
INSERT INTO gated_item (item, plan_version, gates)
SELECT item, plan_version, string_to_array(gates, ' ')
FROM unnest($1::text[], $2::int[], $3::text[]) AS told(item, plan_version, gates) ORDER BY item
ON CONFLICT (item) DO UPDATE SET plan_version = EXCLUDED.plan_version, gates = EXCLUDED.gates
WHERE gated_item.plan_version < EXCLUDED.plan_version
"""
KEEP_ITEMS = """
INSERT INTO gated_item (item, item_version, critical)
SELECT * FROM unnest($1::text[], $2::int[], $3::boolean[]) AS told(item, item_version, critical) ORDER BY item
ON CONFLICT (item) DO UPDATE SET item_version = EXCLUDED.item_version, critical = EXCLUDED.critical
WHERE gated_item.item_version < EXCLUDED.item_version
"""
OF = "SELECT item, critical, gates FROM gated_item WHERE item = ANY($1::text[])"


async def keep_plans(db: Db, told: Sequence[InspectionPlanned]) -> None:
    """The newest plan of each item."""
    newest = {one.item: one for one in sorted(told, key=lambda one: one.version)}
    rows = [(one.item, one.version, " ".join(one.gates)) for one in newest.values()]
    await db.execute(KEEP_PLANS, *(list(column) for column in zip(*rows, strict=True)))


async def keep_items(db: Db, told: Sequence[ItemChanged]) -> None:
    """Whether each item is critical, by its newest word."""
    newest = {one.item: one for one in sorted(told, key=lambda one: one.version)}
    rows = [(one.item, one.version, one.critical) for one in newest.values()]
    await db.execute(KEEP_ITEMS, *(list(column) for column in zip(*rows, strict=True)))


async def of(db: Reading, items: Sequence[str]) -> dict[str, Collection[GateKind]]:
    """The gates of each item that has any: a critical one has all."""
    rows = await db.fetch(OF, list(items))
    return {row["item"]: get_args(GateKind) if row["critical"] else tuple(row["gates"]) for row in rows}

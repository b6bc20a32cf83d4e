"""What an order said in each version, kept once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.handling import Db, Reading
from chassis.stored import storable, stored
from contracts.order import OrderContent
from contracts.sales import OrderChanged, OrderConfirmed
from services.sales.versions.rules import Version

KEEP = """
INSERT INTO order_version (order_id, version, at, reason, content)
SELECT order_id, version, $5, reason, content::json
FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) AS told(order_id, version, reason, content)
ON CONFLICT (order_id, version) DO NOTHING
"""
OF_ORDER = "SELECT version, at, reason, content FROM order_version WHERE order_id = $1 ORDER BY version"


async def keep(db: Db, told: Sequence[OrderConfirmed | OrderChanged], at: datetime) -> None:
    columns = ("order_id", "version", "reason")
    contents = [storable(one.content) for one in told]
    await db.execute(KEEP, *([getattr(one, name) for one in told] for name in columns), contents, at)


async def of_order(db: Reading, order_id: UUID) -> list[Version]:
    """The oldest first."""
    return [
        Version(
            version=row["version"],
            at=row["at"],
            reason=row["reason"],
            content=stored(OrderContent, row["content"]),
        )
        for row in await db.fetch(OF_ORDER, order_id)
    ]

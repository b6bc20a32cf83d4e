"""When an order came to its stages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.handling import Reading

STAGES_OF = "SELECT stage, at FROM stage_reached WHERE order_id = $1 ORDER BY position"


async def stages_of(db: Reading, order_id: UUID) -> dict[str, datetime]:
    """First reached, by stage."""
    return {row["stage"]: row["at"] for row in await db.fetch(STAGES_OF, order_id)}

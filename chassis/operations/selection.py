"""Which parked messages a person means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
from pydantic import BaseModel, ConfigDict, Field, model_validator

from chassis.handling import Db, Reading
from contracts.texts import Expected

PAGE_ROWS = 200
"""One request does at most so many messages; the same request again goes on with the next."""
GROUPS_MAX = 200

ALIKE = """
SELECT why, min(kind) AS kind, fingerprint, topic, count(*) AS count, min(parked_at) AS oldest,
       min(reason) AS sample_reason
FROM parked GROUP BY why, fingerprint, topic ORDER BY count(*) DESC, topic, why LIMIT $1
"""
SELECTED = """
SELECT p.message_id, p.topic, p.key, p.sequence, p.why, p.reason, p.fingerprint, p.orders,
       (SELECT e.message_id FROM parked e WHERE e.topic = p.topic AND e.key = p.key AND e.sequence < p.sequence
        ORDER BY e.sequence DESC LIMIT 1) AS waits_behind,
       EXISTS (SELECT FROM inbox i
               WHERE i.topic = p.topic AND i.key = p.key AND i.sequence = p.sequence - 1) AS hole_filled
FROM parked p
WHERE ($1::uuid[] = '{}' OR p.message_id = ANY($1))
  AND ($2::uuid IS NULL OR p.orders @> ARRAY[$2] OR p.key = $2::text)
  AND ($3::text IS NULL OR p.fingerprint = $3)
  AND ($4::text IS NULL OR p.topic = $4)
  AND ($5::text IS NULL OR p.key = $5)
  AND ($6::timestamptz IS NULL OR p.parked_at >= $6)
  AND NOT EXISTS (SELECT FROM operations o WHERE o.operation_id = $7 AND o.message_id = p.message_id)
ORDER BY p.topic, p.key, p.sequence LIMIT $8
"""


class Selection(BaseModel):
    """Parked messages to which all that is given applies; ``everything`` where nothing else is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message_ids: tuple[UUID, ...] = Field((), max_length=PAGE_ROWS)
    order_id: UUID | None = None
    fingerprint: str | None = None
    topic: str | None = None
    key: str | None = None
    since: datetime | None = None
    """Parked at this real time or later."""
    everything: bool = False

    @model_validator(mode="after")
    def _means_something(self) -> Selection:
        if not self.everything and not self.model_dump(exclude_defaults=True):
            raise Expected("messages, an order, a fingerprint, a topic and key, a time, or everything")
        if self.key is not None and self.topic is None:
            raise Expected("the topic of the key")
        return self


async def alike(db: Reading) -> Sequence[asyncpg.Record]:
    """What is parked, in groups of the same cause, largest first; the oldest in real time (UTC)."""
    return await db.fetch(ALIKE, GROUPS_MAX)


async def selected(db: Reading, which: Selection, operation_id: UUID) -> Sequence[asyncpg.Record]:
    """A page of them that the operation has not dealt with, lowest sequence first."""
    criteria = (which.message_ids, which.order_id, which.fingerprint, which.topic, which.key, which.since)
    return await db.fetch(SELECTED, *criteria, operation_id, PAGE_ROWS)


async def one(db: Db, message_id: UUID, operation_id: UUID) -> asyncpg.Record | None:
    """A message as it is now, unless it is gone or the operation has dealt with it."""
    rows = await selected(db, Selection(message_ids=(message_id,)), operation_id)
    return rows[0] if rows else None

"""The append-only log of what this department heard, said, was asked and parked, per order (ALL-1, ALL-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import asyncpg

from chassis.handling import Db, Reading

WRITE = """
INSERT INTO fact (order_id, kind, topic, message_id, cause_id, traceparent, note, at)
SELECT *, $8 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
"""
OF_ORDER = """
SELECT kind, topic, message_id, cause_id, at, recorded_at, traceparent, note FROM fact WHERE order_id = $1 ORDER BY id
"""

Kind = Literal["heard", "said", "asked", "parked"]


@dataclass(frozen=True)
class LogEntry:
    """Something that this department did about an order."""

    order_id: UUID
    kind: Kind
    topic: str
    message_id: UUID
    cause_id: UUID | None
    traceparent: str | None
    remark: str | None = None


async def write_log(db: Db, entries: Sequence[LogEntry], at: datetime) -> None:
    """``at`` is business time."""
    if entries:
        rows = zip(
            *((e.order_id, e.kind, e.topic, e.message_id, e.cause_id, e.traceparent, e.remark) for e in entries),
            strict=True,
        )
        await db.execute(WRITE, *(list(column) for column in rows), at)


async def log_of(db: Reading, order_id: UUID) -> Sequence[asyncpg.Record]:
    return await db.fetch(OF_ORDER, order_id)

"""The append-only log of what this department heard, said, was asked and parked, per order (ALL-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import asyncpg

from chassis.handling import Db

WRITE = """
INSERT INTO fact (order_id, kind, topic, message_id, cause_id, traceparent, note, at)
SELECT *, $8 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
"""
OF_ORDER = """
SELECT kind, topic, message_id, cause_id, at, recorded_at, traceparent, note FROM fact WHERE order_id = $1 ORDER BY id
"""
PARKED_OF_ORDER = """
SELECT topic, key, sequence, why, reason, tries, due_at, parked_at, message_id FROM parked
WHERE orders @> ARRAY[$1::uuid] ORDER BY topic, key, sequence
"""


@dataclass(frozen=True)
class Fact:
    """Something that this department did about an order."""

    order_id: UUID
    kind: Literal["heard", "said", "asked", "parked"]
    topic: str
    message_id: UUID
    cause_id: UUID | None
    traceparent: str | None
    note: str | None = None


async def write_facts(db: Db, facts: Sequence[Fact], at: datetime) -> None:
    """``at`` is business time."""
    if facts:
        rows = zip(
            *((f.order_id, f.kind, f.topic, f.message_id, f.cause_id, f.traceparent, f.note) for f in facts),
            strict=True,
        )
        await db.execute(WRITE, *(list(column) for column in rows), at)


async def facts_of(db: Db, order_id: UUID) -> Sequence[asyncpg.Record]:
    return await db.fetch(OF_ORDER, order_id)


async def parked_of(db: Db, order_id: UUID) -> Sequence[asyncpg.Record]:
    return await db.fetch(PARKED_OF_ORDER, order_id)

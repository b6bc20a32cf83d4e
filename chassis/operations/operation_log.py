"""The append-only table `operations`: who did what about which parked message, when, why, what came of it (ALL-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from chassis import clock
from chassis.handling import Db, Reading
from chassis.messages.event_log import LogEntry
from chassis.messages.leaving import leave_behind

ROWS_MAX = 1_000

WRITE = """
INSERT INTO operations (operation_id, what, who, why, asked, outcome, note, message_id, topic, key, sequence,
                        fingerprint, orders, partition, "offset", record_key, record_value, record_headers)
SELECT $1, $2, $3, $4, $5::jsonb, $6, $7, done.message_id, $9, $10, $11,
       p.fingerprint, $12, p.partition, p."offset", p.record_key, p.record_value, p.record_headers
FROM (SELECT $8::uuid) AS done(message_id)
LEFT JOIN parked p ON p.message_id = done.message_id AND $6 = 'discarded'
"""
IS_ANOTHER = """
SELECT EXISTS (SELECT FROM operations WHERE operation_id = $1 AND (what, why, asked) <> ($2, $3, $4::jsonb))
"""
DONE = """
SELECT message_id, topic, key, sequence, outcome, note FROM operations WHERE operation_id = $1 ORDER BY id LIMIT $2
"""
COUNTS = "SELECT outcome, count(*) AS count FROM operations WHERE operation_id = $1 GROUP BY outcome"
LATEST = """
SELECT id, operation_id, at, who, what, why, asked, message_id, topic, key, sequence, outcome, note
FROM operations WHERE id < $1 ORDER BY id DESC LIMIT $2
"""


@dataclass(frozen=True)
class Asked:
    """An operation as it is recorded; ``which`` is the selection as JSON."""

    operation_id: UUID
    what: str
    who: str
    why: str
    which: str


@dataclass(frozen=True)
class Result:
    """What became, or would become, of one message. ``outcome``: as parked, or handled, discarded, left."""

    message_id: UUID
    topic: str
    key: str
    sequence: int | None
    outcome: str
    note: str


async def write(db: Db, asked: Asked, result: Result, orders: Sequence[UUID]) -> None:
    """One row, in the transaction of the action, and a line in each order's story; what is discarded is kept raw."""
    what = (asked.operation_id, asked.what, asked.who, asked.why, asked.which)
    message = (result.message_id, result.topic, result.key, result.sequence)
    await db.execute(WRITE, *what, result.outcome, result.note, *message, orders)
    remark = f"{asked.who}: {result.outcome}"
    entries = [
        LogEntry(o, "asked", f"{asked.what} {result.topic}", result.message_id, None, None, remark) for o in orders
    ]
    await leave_behind(db, clock.now(), log=entries)


async def is_another(db: Reading, asked: Asked) -> bool:
    """Whether another operation has this id."""
    found: bool = await db.fetchval(IS_ANOTHER, asked.operation_id, asked.what, asked.why, asked.which)
    return found


async def done(db: Reading, operation_id: UUID) -> list[Result]:
    """The first messages that the operation dealt with."""
    return [Result(**row) for row in await db.fetch(DONE, operation_id, ROWS_MAX)]


async def counts(db: Reading, operation_id: UUID) -> dict[str, int]:
    """How many messages the operation dealt with, by outcome."""
    return {row["outcome"]: row["count"] for row in await db.fetch(COUNTS, operation_id)}


async def latest(db: Reading, before: int, limit: int) -> Sequence[asyncpg.Record]:
    """What people did, newest first; real times (UTC)."""
    return await db.fetch(LATEST, before, limit)

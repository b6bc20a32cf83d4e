"""What a parked message would do if it were tried now: its rooms run in a transaction that is rolled back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from chassis.database.failures import PASSING
from chassis.handling import Db
from chassis.messages import inbox
from chassis.messages.envelope import Message
from chassis.messages.fingerprint import reason_of
from chassis.operations.redaction import redacted
from chassis.refusal import NotFound
from chassis.transaction.engine import Engine

KEY_OF = "SELECT key FROM parked WHERE message_id = $1"
COUNTS = """
SELECT relname AS table, n_tup_ins AS inserted, n_tup_upd AS updated, n_tup_del AS deleted
FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
Counts = dict[str, tuple[int, int, int]]
"""Rows inserted, updated and deleted, by table."""


@dataclass(frozen=True)
class Preview:
    """The failure or wait it would meet, or the events and row counts it would make. No personal, no cost fields."""

    message_id: UUID
    failure: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return asdict(self)


async def preview(engine: Engine, message_id: UUID) -> Preview:
    """Run the handlers of a parked message and undo it all; raises what passes by itself."""
    async with engine.pool.acquire() as db:
        transaction = db.transaction()
        await transaction.start()
        try:
            return await _tried(engine, db, message_id)
        except (*PASSING, NotFound):
            raise
        except Exception as fault:
            return Preview(message_id, reason_of(fault))
        finally:
            await transaction.rollback()


async def _tried(engine: Engine, db: Db, message_id: UUID) -> Preview:
    key = await db.fetchval(KEY_OF, message_id)
    if key is None:
        raise NotFound(what="parked message", id=message_id)
    await inbox.lock(db, [key])
    for message in await engine.parked_messages(db, [message_id], dead=True):
        if not isinstance(message, Message):
            return Preview(message_id, message.reason)
        before = await _counts(db)
        outcome = await engine.rooms.outcome_of(db, message)
        if isinstance(outcome, str):
            return Preview(message_id, outcome)
        events = [{"topic": event.topic, "key": event.key, "body": redacted(event)} for event in outcome]
        return Preview(message_id, events=events, rows=_rows(before, await _counts(db)))
    raise NotFound(what="parked message", id=message_id)


async def _counts(db: Db) -> Counts:
    return {row["table"]: (row["inserted"], row["updated"], row["deleted"]) for row in await db.fetch(COUNTS)}


def _rows(before: Counts, after: Counts) -> list[dict[str, Any]]:
    """What was counted between the two; the statistics of a session reach back before its transaction."""
    none = (0, 0, 0)
    changed = {
        table: [now - then for now, then in zip(counts, before.get(table, none), strict=True)]
        for table, counts in sorted(after.items())
    }
    names = ("inserted", "updated", "deleted")
    return [
        {"table": table, **dict(zip(names, counts, strict=True))} for table, counts in changed.items() if any(counts)
    ]

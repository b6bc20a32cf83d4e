"""Taking messages in charge: lock their keys, drop repeats, see holes and those that must wait."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from chassis.handling import Db
from chassis.messages.envelope import Message, Unreadable
from chassis.messages.parking import Parking

LOCK_KEYS = """
INSERT INTO key (key) SELECT unnest($1::text[])
ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key
"""
LOCK_FREE_KEYS = """
WITH known AS (
    SELECT key FROM key WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE SKIP LOCKED
), new AS (
    INSERT INTO key (key) SELECT asked.key FROM unnest($1::text[]) AS asked(key)
    WHERE NOT EXISTS (SELECT FROM key k WHERE k.key = asked.key)
    ON CONFLICT DO NOTHING RETURNING key
)
SELECT key FROM known UNION ALL SELECT key FROM new
"""
FREE_WITHIN_S = 1.0
"""Of a key that another one has just made nobody can tell, before he ends, whether it will stay."""
RECORD_IN_INBOX = """
WITH heard AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[])
        WITH ORDINALITY AS h(message_id, topic, key, sequence, position)
), fresh AS (
    INSERT INTO inbox (message_id, topic, key, sequence)
    SELECT message_id, topic, key, sequence FROM heard ON CONFLICT DO NOTHING
    RETURNING message_id
)
SELECT f.message_id IS NOT NULL AS fresh,
       f.message_id IS NULL AND NOT EXISTS (SELECT FROM inbox i WHERE i.message_id = h.message_id) AS taken,
       (SELECT max(i.sequence) FROM inbox i WHERE i.topic = h.topic AND i.key = h.key) AS last_heard,
       (SELECT min(p.sequence) FROM parked p WHERE p.topic = h.topic AND p.key = h.key) AS first_parked
FROM heard h LEFT JOIN fresh f USING (message_id) ORDER BY h.position
"""


class KeyIsHeld(Exception):
    """Another one has just made one of these keys, and has not ended."""


async def lock(db: Db, keys: Sequence[str]) -> set[str]:
    """Make all work on these keys serial until commit; all of them."""
    await db.execute(LOCK_KEYS, sorted(set(keys)))
    return set(keys)


async def lock_free(db: Db, keys: Sequence[str]) -> set[str]:
    """Make all work serial on those of the keys that nobody else holds; which they are.

    Raises KeyIsHeld when that cannot be told within ``FREE_WITHIN_S``: the transaction is over.
    """
    try:
        rows = await db.fetch(LOCK_FREE_KEYS, sorted(set(keys)), timeout=FREE_WITHIN_S)
    except TimeoutError as fault:
        raise KeyIsHeld from fault
    return {row["key"] for row in rows}


async def record(db: Db, messages: Sequence[Message | Unreadable]) -> list[asyncpg.Record]:
    """Take the messages in charge; per message: is it fresh, what was heard last, what is parked before it.

    ``taken``: it is not a repeat, and yet its number in the stream is another message's.
    """
    columns = zip(*((m.id, m.topic, m.key, m.sequence) for m in messages), strict=True)
    return await db.fetch(RECORD_IN_INBOX, *(list(column) for column in columns))


def sort_out(
    messages: Sequence[Message | Unreadable], records: Sequence[asyncpg.Record]
) -> tuple[list[Message], list[Parking]]:
    """Drop repeats; park what cannot be read, has a hole before it, or must wait behind a parked one."""
    ready: list[Message] = []
    parkings: list[Parking] = []
    last: dict[tuple[str, str], int | None] = {}
    blocked: set[tuple[str, str]] = set()
    seen: set[UUID] = set()
    for message, record in zip(messages, records, strict=True):
        if message.id in seen or not (record["fresh"] or record["taken"]):
            continue
        seen.add(message.id)
        if record["taken"]:
            taken = f"sequence {message.sequence} of its key was heard as another"
            parkings.append(Parking(message, "dead", taken, kind="contract"))
            continue
        stream = (message.topic, message.key)
        waits = _why_parked(message, last.get(stream, record["last_heard"]), record["first_parked"], stream in blocked)
        if message.sequence is not None:
            last[stream] = max(last.get(stream, record["last_heard"]) or 0, message.sequence)
        if waits is None and isinstance(message, Message):
            ready.append(message)
        elif waits is not None:
            parkings.append(waits)
            blocked.add(stream)
    return ready, parkings


def _why_parked(
    message: Message | Unreadable, last_heard: int | None, first_parked: int | None, blocked: bool
) -> Parking | None:
    sequence = message.sequence
    if isinstance(message, Unreadable):
        return Parking(message, "dead", message.reason, kind="contract")
    if sequence is not None and last_heard is not None and sequence > last_heard + 1 and not message.event.compacted:
        return Parking(message, "gap", f"expected sequence {last_heard + 1}, came {sequence}")
    if blocked or (first_parked is not None and sequence is not None and first_parked < sequence):
        return Parking(message, "behind", "waits behind an earlier message")
    return None

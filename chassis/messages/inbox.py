"""Taking messages in charge: lock their keys, drop repeats, see holes and those that must wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg

from chassis.handling import Db
from chassis.messages.envelope import Message, Unreadable
from chassis.messages.parking import Parking
from chassis.messages.why import BEHIND, GAP, TAKEN

LOCK_KEYS = "SELECT lock_keys($1)"
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
TAKE_IN_CHARGE = "SELECT * FROM take_in_charge($1, $2, $3, $4, $5, $6)"


class KeyIsHeld(Exception):
    """Another one has just made one of these keys, and has not ended."""


async def lock(db: Db, keys: Iterable[str]) -> set[str]:
    """Make all work on these keys serial until commit; all of them."""
    keys = set(keys)
    await db.execute(LOCK_KEYS, sorted(keys))
    return keys


async def lock_free(db: Db, keys: Sequence[str]) -> set[str]:
    """Make all work serial on those of the keys that nobody else holds; which they are.

    Raises KeyIsHeld when that cannot be told within ``FREE_WITHIN_S``: the transaction is over.
    """
    try:
        rows = await db.fetch(LOCK_FREE_KEYS, sorted(set(keys)), timeout=FREE_WITHIN_S)
    except TimeoutError as fault:
        raise KeyIsHeld from fault
    return {row["key"] for row in rows}


async def take_in_charge(db: Db, messages: Sequence[Message | Unreadable], day: date) -> list[asyncpg.Record]:
    """Lock their keys and note the messages; per message: is it fresh, what was heard last, what is parked before it.

    A number names a message within its (topic, key), and its id one that has none. ``taken``: its number is another
    message's. ``last_heard`` is not told of the first of a stream. With the first of them ``figures``: those that hold
    on this business day.
    """
    keys = sorted({message.key for message in messages})
    columns = zip(*((m.id, m.topic, m.key, m.sequence) for m in messages), strict=True)
    return await db.fetch(TAKE_IN_CHARGE, keys, *(list(column) for column in columns), day)


def sort_out(
    messages: Sequence[Message | Unreadable], records: Sequence[asyncpg.Record]
) -> tuple[list[Message], list[Parking]]:
    """Drop repeats; park what cannot be read, has a hole before it, or must wait behind a parked one."""
    ready: list[Message] = []
    parkings: list[Parking] = []
    last: dict[tuple[str, str], int] = {}
    blocked: set[tuple[str, str]] = set()
    seen: set[UUID] = set()
    for message, record in zip(messages, records, strict=True):
        if message.id in seen or not (record["fresh"] or record["taken"]):
            continue
        seen.add(message.id)
        if record["taken"]:
            taken = TAKEN.line.format(sequence=message.sequence)
            parkings.append(Parking(message, "dead", taken, kind="contract"))
            continue
        stream = (message.topic, message.key)
        heard = max(last.get(stream, 0), record["last_heard"] or 0)
        waits = _why_parked(message, heard, record["first_parked"], stream in blocked)
        last[stream] = max(heard, message.sequence or 0)
        if waits is None and isinstance(message, Message):
            ready.append(message)
        elif waits is not None:
            parkings.append(waits)
            blocked.add(stream)
    return ready, parkings


def _why_parked(
    message: Message | Unreadable, last_heard: int, first_parked: int | None, blocked: bool
) -> Parking | None:
    """``last_heard`` of its stream, 0 for none: then it may have any number."""
    sequence = message.sequence
    if isinstance(message, Unreadable):
        return Parking(message, "dead", message.reason, kind="contract")
    if sequence is not None and 0 < last_heard < sequence - 1 and not message.event.compacted:
        return Parking(message, "gap", GAP.line.format(expected=last_heard + 1, came=sequence))
    if blocked or (first_parked is not None and sequence is not None and first_parked < sequence):
        return Parking(message, "behind", BEHIND.line)
    return None

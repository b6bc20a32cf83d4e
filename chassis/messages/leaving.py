"""What a transaction leaves behind, in one round trip and by its last statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chassis.handling import Db
from chassis.messages.envelope import Message
from chassis.messages.event_log import LogEntry
from chassis.messages.outbox import OutboxMessage, body_of

LEAVE_BEHIND = "SELECT leave_behind($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"


async def leave_behind(
    db: Db,
    at: datetime,
    *,
    handled: Sequence[Message] = (),
    log: Sequence[LogEntry] = (),
    outbox: Sequence[OutboxMessage] = (),
) -> bool:
    """Make due what waits for the messages handled, write the log, number and store the events; whether any was due.

    ``at`` is business time. Raises ValidationError for an event beyond its contract and EventTooLarge: once committed,
    it could never be taken, or leave, nor what comes after it.
    """
    if not (handled or log or outbox):
        return False
    causes = ({m.key for m in handled}, {m.topic for m in handled})
    events = ((m.id, m.event.topic, m.event.key, body_of(m.event), m.cause_id, m.traceparent) for m in outbox)
    due: bool = await db.fetchval(LEAVE_BEHIND, at, *map(list, causes), *_columns(log, 7), *_columns(events, 6))
    return due


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[]] * width

"""What a transaction leaves behind, in one round trip and by its last statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chassis.handling import Db
from chassis.messages.envelope import Message
from chassis.messages.event_log import LogEntry
from chassis.messages.outbox import NOTHING, OutboxMessage, Published, Row, body_of, row_of

HAND_OVER = "SELECT * FROM hand_over($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"


async def leave_behind(
    db: Db,
    at: datetime,
    *,
    handled: Sequence[Message] = (),
    log: Sequence[LogEntry] = (),
    outbox: Sequence[OutboxMessage] = (),
) -> tuple[bool, Published]:
    """Make due what waits for the messages handled, write the log, number and store the events.

    Whether a message that waited is due, and what the relay has to send once this is committed.

    ``at`` is business time. Raises ValidationError for an event beyond its contract and EventTooLarge: once committed,
    it could never be taken, or leave, nor what comes after it.
    """
    if not (handled or log or outbox):
        return False, NOTHING
    bodies = [body_of(message.event) for message in outbox]
    causes = ({m.key for m in handled}, {m.topic for m in handled})
    events = (
        (m.id, m.event.topic, m.event.key, body, m.cause_id, m.traceparent)
        for m, body in zip(outbox, bodies, strict=True)
    )
    places = await db.fetch(HAND_OVER, at, *map(list, causes), *_columns(log, 7), *_columns(events, 6))
    return places[0]["due"], _published(zip(outbox, bodies, places, strict=True), at) if outbox else NOTHING


def _published(told: Iterable[tuple[OutboxMessage, bytes, Row]], at: datetime) -> Published:
    first, up_to = list[Row](), 0
    for message, body, place in told:
        if message.may_leave_first(place["sequence"]):
            first.append(row_of(message, body, at, place))
        else:
            up_to = place["id"]
    return Published(first, up_to)


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[]] * width

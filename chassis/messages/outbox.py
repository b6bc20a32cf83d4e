"""What a department publishes, on its way from the work's own transaction to Kafka; the relay sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from chassis.messages.envelope import headers_of
from chassis.refusal import Refusal
from contracts.codec import checked, encoded
from contracts.event import Event

BODY_BYTES_MAX = 1_000_000
"""Kafka and its clients take 1,048,576 bytes by default; the rest is room for the key and the headers."""


class Row(Protocol):
    """What lies in the outbox, by column: read from there, or kept by who wrote it."""

    def __getitem__(self, column: str, /) -> Any: ...


@dataclass(frozen=True)
class OutboxMessage:
    """An event on its way out, with what caused it."""

    id: UUID
    event: Event
    cause_id: UUID | None
    traceparent: str | None

    def may_leave_first(self, sequence: int) -> bool:
        """Whether nothing of its stream can be before it. Of a compacted topic a repeat that comes late would stay."""
        return sequence == 1 and not self.event.compacted


class Published(NamedTuple):
    """What a transaction published, once it is committed."""

    first: Sequence[Row]
    """Those that may leave at once: the first of their streams."""
    up_to: int
    """The highest place in the outbox of the others, which leave by a look at it; 0 for none."""


NOTHING = Published((), 0)


def row_of(message: OutboxMessage, body: bytes, at: datetime, place: Row) -> Row:
    """Its row, as the outbox has it; ``place`` is what the database made of it."""
    return {
        "id": place["id"],
        "message_id": message.id,
        "topic": message.event.topic,
        "key": message.event.key,
        "sequence": place["sequence"],
        "body": body,
        "at": at,
        "recorded_at": place["recorded_at"],
        "cause_id": message.cause_id,
        "traceparent": message.traceparent,
    }


class EventTooLarge(Refusal):
    """The event {topic} of {key} would have {bytes} bytes; Kafka takes {limit}."""

    status = 413


def body_of(event: Event) -> bytes:
    """Its JSON. Raises ValidationError beyond its contract, EventTooLarge beyond what Kafka takes."""
    body = encoded(checked(event))
    if len(body) > BODY_BYTES_MAX:
        raise EventTooLarge(topic=event.topic, key=event.key, bytes=len(body), limit=BODY_BYTES_MAX)
    return body


def record_headers(department: str, row: Row) -> list[tuple[str, bytes]]:
    """The Kafka headers of an outbox row."""
    return headers_of(
        message_id=row["message_id"],
        topic=row["topic"],
        source=department,
        subject=row["key"],
        sequence=row["sequence"],
        at=row["at"],
        recorded_at=row["recorded_at"],
        cause_id=row["cause_id"],
        traceparent=row["traceparent"],
    )

"""What a department publishes, on its way from the work's own transaction to Kafka; the relay sends it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from chassis.messages.envelope import headers_of
from chassis.refusal import Refusal
from contracts.codec import checked, encoded
from contracts.event import Event

BODY_BYTES_MAX = 1_000_000
"""Kafka and its clients take 1,048,576 bytes by default; the rest is room for the key and the headers."""


@dataclass(frozen=True)
class OutboxMessage:
    """An event on its way out, with what caused it."""

    id: UUID
    event: Event
    cause_id: UUID | None
    traceparent: str | None


class EventTooLarge(Refusal):
    """The event {topic} of {key} would have {bytes} bytes; Kafka takes {limit}."""

    status = 413


def body_of(event: Event) -> bytes:
    """Its JSON. Raises ValidationError beyond its contract, EventTooLarge beyond what Kafka takes."""
    body = encoded(checked(event))
    if len(body) > BODY_BYTES_MAX:
        raise EventTooLarge(topic=event.topic, key=event.key, bytes=len(body), limit=BODY_BYTES_MAX)
    return body


def record_headers(department: str, row: asyncpg.Record) -> list[tuple[str, bytes]]:
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

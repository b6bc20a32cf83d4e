"""Kafka records as the test house would hear them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from chassis.ids import new_id
from chassis.messages.envelope import Message, Raw, headers_of, read
from contracts.codec import encoded
from contracts.event import Event
from tests.chassis.house import HOUSE

TYPES = {event.topic: event for event in HOUSE.handles}


class ARecord(NamedTuple):
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


Produce = Callable[[ARecord], Awaitable[None]]
"""Brings a record to Kafka, under the test's topic prefix."""


def record_of(event: Event, sequence: int = 1, message_id: UUID | None = None) -> ARecord:
    headers = headers_of(
        message_id=message_id or new_id(),
        topic=event.topic,
        source="sales",
        subject=event.key,
        sequence=sequence,
        at=datetime.now(UTC),
        recorded_at=datetime.now(UTC),
        cause_id=None,
        traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    )
    return ARecord(event.topic, 0, 0, event.key.encode(), encoded(event), tuple(headers))


def message_of(event: Event, sequence: int = 1) -> Message:
    message = read(record_of(event, sequence), TYPES, "")
    assert isinstance(message, Message), message
    assert isinstance(message.raw, Raw)
    return message

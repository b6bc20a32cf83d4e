"""An event as a Kafka record and back: CloudEvents 1.0, binary mode (CNCF Kafka protocol binding)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError

from chassis.messages.why import NO_HEADERS, NO_VALUE, OTHER_KEY, UNKNOWN_TYPE
from contracts.codec import decoded
from contracts.event import Event

CONTENT_TYPE = "application/json"
KEY_CHARACTERS_MAX = 500
SEQUENCE_END = 2**63
REQUIRED = ("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time")


class Record(Protocol):
    """What the consumer gives: an aiokafka ConsumerRecord."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes]]: ...


@dataclass(frozen=True)
class Raw:
    """A record as it came, kept with a parked message."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Message:
    """An event heard. ``sequence`` counts per (topic, key) from 1; None for messages from outside."""

    id: UUID
    topic: str
    key: str
    sequence: int | None
    event: Event
    traceparent: str | None
    raw: Raw


@dataclass(frozen=True)
class Unreadable:
    """A record that breaks its contract, with the reason."""

    id: UUID
    topic: str
    key: str
    sequence: int | None
    reason: str
    raw: Raw


def headers_of(
    *,
    message_id: UUID,
    topic: str,
    source: str,
    subject: str,
    sequence: int,
    at: datetime,
    recorded_at: datetime,
    cause_id: UUID | None,
    traceparent: str | None,
) -> list[tuple[str, bytes]]:
    """The CloudEvents headers of a record; ``at`` is business time, ``recorded_at`` real time, both UTC."""
    headers = {
        "content-type": CONTENT_TYPE,
        "ce_specversion": "1.0",
        "ce_id": str(message_id),
        "ce_type": topic,
        "ce_source": f"/services/{source}",
        "ce_subject": subject,
        "ce_time": at.isoformat(),
        "ce_recordedtime": recorded_at.isoformat(),
        "ce_sequence": f"{sequence:020d}",
        "ce_causationid": str(cause_id) if cause_id else None,
        "traceparent": traceparent,
    }
    return [(name, value.encode()) for name, value in headers.items() if value]


def read(record: Record, types: Mapping[str, type[Event]], prefix: str) -> Message | Unreadable:
    """The event of a record, or why it cannot be read; never raises, and what it gives can be stored."""
    topic, key = record.topic.removeprefix(prefix), _key_of(record)
    raw = Raw(record.partition, record.offset, record.key, record.value, tuple(record.headers))
    headers: dict[str, str] = {}
    try:
        headers = {name: (value or b"").decode() for name, value in record.headers}
        sequence = _sequence_of(headers)
        message_id = UUID(headers["ce_id"]) if "ce_id" in headers else _place_id(record)
    except ValueError as fault:
        return Unreadable(_place_id(record), topic, key, None, f"header: {fault}", raw)
    fault_text, event = _event(topic, types, headers, record.value)
    if event is None:
        return Unreadable(message_id, topic, key, sequence, fault_text, raw)
    if key != event.key:
        reason = OTHER_KEY.line.format(expected=event.key, came=repr(key))
        return Unreadable(message_id, topic, key, sequence, reason, raw)
    return Message(message_id, topic, key, sequence, event, headers.get("traceparent"), raw)


def _key_of(record: Record) -> str:
    """The key; where the record lies stands for one that no index of the database takes."""
    key = (record.key or b"").decode("utf-8", "backslashreplace")
    return key if len(key) <= KEY_CHARACTERS_MAX and "\0" not in key else str(_place_id(record))


def _sequence_of(headers: Mapping[str, str]) -> int | None:
    if "ce_sequence" not in headers:
        return None
    sequence = int(headers["ce_sequence"])
    if not 0 < sequence < SEQUENCE_END:
        raise ValueError(f"ce_sequence: expected 1 to {SEQUENCE_END - 1}, came {sequence}")
    return sequence


def _place_id(record: Record) -> UUID:
    """Where it lies names a record that does not name itself: a redelivery is still a repeat."""
    return uuid5(NAMESPACE_URL, f"{record.topic}/{record.partition}/{record.offset}")


def _event(
    topic: str, types: Mapping[str, type[Event]], headers: Mapping[str, str], value: bytes | None
) -> tuple[str, Event | None]:
    missing = [name for name in REQUIRED if name not in headers]
    if missing:
        return NO_HEADERS.line.format(names=", ".join(missing)), None
    if headers["ce_type"] != topic or topic not in types:
        return UNKNOWN_TYPE.line.format(type=repr(headers["ce_type"]), topic=topic), None
    if value is None:
        return NO_VALUE.line, None
    try:
        return "", decoded(types[topic], value)
    except ValidationError as fault:
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors()[:10]), None

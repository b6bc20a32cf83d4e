"""One record against its contract: headers, key, schema; every fault of it at once (CloudEvents 1.0, ALL-2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, ValidationError

from contracts.catalogue import EVENTS
from contracts.codec import decoded, encoded
from contracts.event import Event
from contracts.scalars import Moment
from contracts.texts import Text, as_it_is
from contracts.value import Value


@dataclass(frozen=True)
class Heard:
    """A record as it lies in Kafka; ``topic`` without prefix, ``at`` is when Kafka took it (real time, UTC)."""

    topic: str
    partition: int
    offset: int
    at: datetime
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @property
    def told(self) -> dict[str, str]:
        return {name: (value or b"").decode("utf-8", "backslashreplace") for name, value in self.headers}

    @property
    def said_key(self) -> str:
        return (self.key or b"").decode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class Fault:
    """What is wrong: a name that stays for programs, and words for people; ``at`` is the record, where it is of one."""

    name: str
    text: Text
    at: Heard


class Headers(Value):
    """What every record bears; ``ce_sequence`` is optional from outside."""

    ce_specversion: Literal["1.0"]
    ce_id: UUID
    ce_type: str
    ce_source: str
    ce_time: Moment
    ce_sequence: Annotated[str, Field(pattern="^[0-9]{20}$")] | None = None


def faults_of(heard: Heard, department: str) -> list[Fault]:
    """All that is wrong with a record in a topic of this department, or that bears its name in another's."""
    if EVENTS[heard.topic].said_by != department:
        expected = {"expected": EVENTS[heard.topic].said_by, "came": department}
        return [Fault("topic_of_another", Text("said by {came}: the topic is of {expected}", **expected), heard)]
    return [*_of_headers(heard, department), *_of_body(heard)]


def event_of(heard: Heard) -> Event | None:
    """What it says, where it can be read."""
    try:
        return decoded(EVENTS[heard.topic], heard.value or b"")
    except ValidationError:
        return None


def _of_headers(heard: Heard, department: str) -> Iterator[Fault]:
    told = heard.told
    try:
        decoded(Headers, json.dumps(told))
    except ValidationError as fault:
        yield from _faults("header", fault, heard)
    if told.get("ce_type", heard.topic) != heard.topic:
        yield _other("type_wrong", "ce_type", heard.topic, told["ce_type"], heard)
    source = f"/services/{department}"
    if told.get("ce_source", source) != source:
        yield _other("source_wrong", "ce_source", source, told["ce_source"], heard)


def _of_body(heard: Heard) -> Iterator[Fault]:
    try:
        event = decoded(EVENTS[heard.topic], heard.value or b"")
    except ValidationError as fault:
        yield from _faults("field", fault, heard)
        return
    if heard.said_key != event.key:
        yield _other("key_wrong", "key", event.key, heard.said_key, heard)
    for name, came in _numbers("", json.loads(heard.value or b""), json.loads(encoded(event))):
        text = Text(
            '{field}: expected a decimal as text, such as "12.50"; came the number {came}', field=name, came=came
        )
        yield Fault("number_not_text", text, heard)


def _faults(part: str, error: ValidationError, heard: Heard) -> Iterator[Fault]:
    """Pydantic's, each by what kind it is."""
    for one in error.errors():
        name, field = _name(part, one), ".".join(map(str, one["loc"]))
        if one["type"] == "missing":
            yield Fault(name, Text("{field}: expected, but is not there", field=field), heard)
        else:
            told = {"field": field or part, "fault": as_it_is(one["msg"]), "came": repr(one["input"])[:80]}
            yield Fault(name, Text("{field}: {fault}; came {came}", **told), heard)


def _name(part: str, one: Any) -> str:
    if one["type"] in ("missing", "json_invalid"):
        return {"missing": f"{part}_missing", "json_invalid": "not_json"}[one["type"]]
    return "time_without_zone" if _is_naive(one["input"]) else f"{part}_wrong"


def _is_naive(came: object) -> bool:
    """A time that says neither its offset nor Z."""
    try:
        return isinstance(came, str) and "T" in came and datetime.fromisoformat(came).tzinfo is None
    except ValueError:
        return False


def _other(name: str, what: str, expected: str, came: str, heard: Heard) -> Fault:
    return Fault(
        name, Text("{field}: expected {expected}, came {came}", field=what, expected=expected, came=came), heard
    )


def _numbers(name: str, came: Any, ours: Any) -> Iterator[tuple[str, Any]]:
    """Where a JSON number came and we write a text: a float has lost digits before anybody reads it."""
    if isinstance(came, dict) and isinstance(ours, dict):
        for field in came.keys() & ours.keys():
            yield from _numbers(f"{name}.{field}".lstrip("."), came[field], ours[field])
    elif isinstance(came, list) and isinstance(ours, list):
        for place, (one, other) in enumerate(zip(came, ours, strict=False)):
            yield from _numbers(f"{name}.{place}", one, other)
    elif isinstance(came, int | float) and isinstance(ours, str):
        yield name, came

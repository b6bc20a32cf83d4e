"""A Kafka record as table ``parked`` keeps it, and back in the shape that the consumer reads."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True)
class ParkedRecord:
    """A parked record in the shape that the consumer reads."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def parked_record(row: asyncpg.Record, prefix: str) -> ParkedRecord:
    """The record of a row; ``prefix`` is the company's, which topics in Kafka have and those in tables have not."""
    return ParkedRecord(
        topic=f"{prefix}{row['topic']}",
        partition=row["partition"],
        offset=row["offset"],
        key=row["record_key"],
        value=row["record_value"],
        headers=tuple((name, base64.b64decode(value)) for name, value in json.loads(row["record_headers"])),
    )


def headers_as_json(headers: Iterable[tuple[str, bytes | None]]) -> str:
    """As jsonb takes them: a name without zero bytes, an empty value for none."""
    return json.dumps([(name.replace("\0", ""), base64.b64encode(value or b"").decode()) for name, value in headers])

"""A record of Kafka as a line of the backup, and back again byte for byte; who said it, under which number. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

SOURCE = "/services/"


class Stream(NamedTuple):
    """Within it a department's numbers count from 1 without holes."""

    department: str
    topic: str
    key: str


class Record(NamedTuple):
    """As it lies in Kafka; ``at_ms`` is when it was written there (real time, ms since 1970)."""

    topic: str
    partition: int
    offset: int
    at_ms: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]

    @property
    def stream(self) -> Stream:
        """``department`` is empty for what comes from outside."""
        source = self._header("ce_source")
        department = source.removeprefix(SOURCE) if source.startswith(SOURCE) else ""
        return Stream(department, self.topic, _text(self.key) or "")

    @property
    def number(self) -> int | None:
        """Its place in its stream; None for what has none."""
        with suppress(ValueError):
            return int(self._header("ce_sequence"))
        return None

    def _header(self, name: str) -> str:
        return _text(dict(self.headers).get(name)) or ""


def as_line(record: Record) -> str:
    """JSON; bytes that are no UTF-8 stand in it as lone surrogates."""
    headers = [[name, _text(value)] for name, value in record.headers]
    return json.dumps([*record[:4], _text(record.key), _text(record.value), headers]) + "\n"


def of_line(line: str) -> Record:
    """Raises ValueError where it is no line of a backup."""
    topic, partition, offset, at_ms, key, value, headers = json.loads(line)
    pairs = tuple((name, _bytes(text)) for name, text in headers)
    return Record(topic, partition, offset, at_ms, _bytes(key), _bytes(value), pairs)


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "surrogateescape")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")

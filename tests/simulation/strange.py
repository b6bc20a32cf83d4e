"""Values that are well formed and that nobody expects: at the limits of what can be kept, and beyond them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

DAYS = ("9999-12-31", "0001-01-01", "1970-01-01", "2199-12-31", "20261127", 20261127)
MOMENTS = ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z", "2199-12-31T23:59:59-12:00",
           "2026-11-28T10:00:00")  # fmt: skip
NUMBERS = (
    "0",
    "-1",
    "0.3333333333333333",
    "1E+29",
    "1E-29",
    "0E-30",
    "1E400",
    "NaN",
    "9" * 40,
    "9" * 200,
    1e308,
    2**63,
)
COUNTS = (-1, 0, 3651, 20261127, 2**31 - 1, 2**31, 2**63, 1.5)
TEXTS = ("", " ", "x" * 600, "x" * 20_000, "a\0b", "\ud800", "\u202e🙂\n'; -- %s {x} [b]")
CODES = ("-", "XXX", "DEM", "ZZ", "infinity")
UUIDS = ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "not-an-id")
UUID_LIKE = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
DAY_LIKE = re.compile(r"\d{4}-\d\d-\d\d")
CODE_LIKE = re.compile(r"[A-Za-z]{2,3}")
NUMBER_LIKE = re.compile(r"-?\d+(\.\d+)?")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Odd:
    """A body with one strange value in it, and where that is."""

    at: Path
    value: Any
    body: dict[str, Any]

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.at))} = {str(self.value)[:40]!r}"

    def within(self, body: dict[str, Any]) -> dict[str, Any]:
        """Another body of the same form, as strange in the same place."""
        return _put(body, self.at, self.value)


def oddities(sample: dict[str, Any]) -> Iterator[Odd]:
    """The sample with each of its fields made strange, one at a time."""
    for at, value in _parts(sample):
        for strange in _strange(value):
            yield Odd(at, strange, _put(sample, at, strange))


def _parts(value: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    if at:
        yield at, value
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _parts(part, (*at, name))
    elif isinstance(value, list) and value:
        yield from _parts(value[0], (*at, 0))


def _strange(value: Any) -> tuple[Any, ...]:
    if isinstance(value, bool):
        return (not value, None)
    if isinstance(value, int):
        return (*COUNTS, None)
    if isinstance(value, list):
        return ([], value * 2, value * 300, None)
    if isinstance(value, dict):
        return ({}, None)
    return (*_like(str(value or "")), None)


def _like(text: str) -> tuple[Any, ...]:
    if UUID_LIKE.fullmatch(text):
        return UUIDS
    if DAY_LIKE.fullmatch(text):
        return DAYS
    if DAY_LIKE.match(text) and "T" in text:
        return MOMENTS
    if CODE_LIKE.fullmatch(text):
        return (*TEXTS, *CODES)
    return NUMBERS if NUMBER_LIKE.fullmatch(text) else TEXTS


def _put(sample: dict[str, Any], at: Path, value: Any) -> dict[str, Any]:
    part: Any = (body := deepcopy(sample))
    for step in at[:-1]:
        part = part[step]
    part[at[-1]] = value
    return body

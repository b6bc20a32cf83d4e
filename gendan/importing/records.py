"""What is ready to be posted, and where it stood in the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from gendan.importing.cells import Value
from gendan.importing.targets import MONEY, Target

NEEDS = {
    "deliver_to": ("street", "city", "country"),
    "terms": ("days",),
    "unit_price": MONEY,
    "agreed_price": MONEY,
    "freight": MONEY,
}
"""A part that lacks one of these is left out whole, so that sales asks the customer for it (SAL-3)."""


@dataclass(frozen=True)
class Line:
    """One order line."""

    file: str
    row: int
    values: dict[str, Value]
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One thing for its owner, from line ``row`` of ``file``; ``columns`` says where each field came from."""

    target: Target
    file: str
    row: int
    key: str
    values: dict[str, Value]
    columns: Mapping[str, str]
    lines: tuple[Line, ...] = field(default=())
    shifted: bool = False
    """Its dates were moved, and mean nothing but how far apart they are."""

    @property
    def path(self) -> str:
        """The address; the fields that it names are not in the body."""
        return self._filled(self.target.path)

    @property
    def shown_at(self) -> str:
        """Where the department shows what it has of this."""
        return self._filled(self.target.shown)

    def _filled(self, template: str) -> str:
        return template.format(**{name: quote(str(value), safe="") for name, value in self.values.items()})

    @property
    def whole(self) -> bool:
        """Whether the file says something of every field that the mapping names."""
        return all(name in self.values for name in self.columns)

    def without(self, name: str) -> Record:
        """The same, silent about a field."""
        return replace(self, values={each: value for each, value in self.values.items() if each != name})

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body."""
        inside = {name: v for name, v in self.values.items() if name not in self.target.path_fields}
        inside.pop("arrives", None)
        body = nested(inside)
        if self.target.line_fields:
            body["lines"] = [{"line": i, **nested(line.values)} for i, line in enumerate(self.lines, start=1)]
        return body


def nested(values: Mapping[str, Value]) -> dict[str, Any]:
    """``{"terms.days": 30}`` as ``{"terms": {"days": 30}}``; decimals and dates as text; no half parts."""
    body: dict[str, Any] = {}
    for name, value in values.items():
        part, _, inner = name.partition(".")
        if inner:
            body.setdefault(part, {})[inner] = json_value(value)
        else:
            body[part] = json_value(value)
    return {name: part for name, part in body.items() if _complete(name, part)}


def _complete(name: str, part: Any) -> bool:
    return not isinstance(part, dict) or all(inner in part for inner in NEEDS[name])


def json_value(value: Value) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def shifted(records: Sequence[Record], first: date) -> list[Record]:
    """All dates moved by the same number of days, so that the earliest is ``first``."""
    days = [value for record in records for value in record.values.values() if isinstance(value, date)]
    by = first - min(days, default=first)
    return [replace(record, values=_moved(record.values, by), shifted=True) for record in records]


def moved_back(record: Record, by: timedelta) -> Record:
    """The order with its dates so much earlier."""
    return replace(record, values=_moved(record.values, -by))


def _moved(values: Mapping[str, Value], by: timedelta) -> dict[str, Value]:
    return {name: value + by if isinstance(value, date) else value for name, value in values.items()}

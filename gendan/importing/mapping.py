"""The mapping file: which column of which file becomes which field (TOML)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from gendan.importing.format import Format, Part
from gendan.importing.sources import Constant, Place, Source


class BadMapping(Exception):
    """The mapping file is not as it must be; ``faults`` holds every reason."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        super().__init__(f"{file}: " + "; ".join(faults))
        self.faults = faults


class Lines(Place):
    """The rows that become an order's lines: of another file, or the order's own rows."""

    key: str | list[str] | None = None
    """The column that holds the order's key; that of the order when absent."""
    fields: dict[str, Source]
    identical: Literal["refuse", "each"] = "refuse"
    """Rows of an order that say all the same: a slip, or each a line of its own."""
    discount: Source | None = None
    """A discount per line: if all lines have the same, it is the order's; else it is taken off the unit prices."""

    @property
    def elsewhere(self) -> bool:
        """Whether they stand in another file or sheet than the order."""
        return bool(self.file or self.sheet)

    @model_validator(mode="after")
    def _of_a_file(self) -> Self:
        if not self.elsewhere and (self.named or self.header > 1):
            raise ValueError("expected header, fill_down, only and without at the table, whose own rows are the lines")
        return self


class Table(Place):
    """One file (or sheet) that becomes rows of one target."""

    target: str
    key: str | list[str]
    repeats: Literal["refuse", "agree"] = "refuse"
    """Of master data: whether a key may come again where its rows agree."""
    format: Format = Format()
    each: dict[str, list[str]] = Field(default_factory=dict)
    """Columns with constants: a row is repeated for each combination."""
    shift_so_that_first: Literal["today"] | None = None
    """Move all dates of the table so that the earliest is the start day."""
    fields: dict[str, Source]
    lines: Lines | None = None

    @property
    def key_columns(self) -> list[str]:
        return [self.key] if isinstance(self.key, str) else self.key


class Mapping(Part):
    """The whole mapping file."""

    maps: dict[str, dict[str, Constant]] = Field(default_factory=dict)
    tables: tuple[Table, ...] = Field(alias="table")


class _Written(BaseModel):
    """What must be sound before the common format can be spread over the tables, so that its faults are told once."""

    format: Format = Format()
    table: list[dict[str, Any]] = Field(min_length=1)


def read_mapping(file: Path) -> Mapping:
    """The mapping of a TOML file; raises BadMapping with all that is wrong in it."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        _Written.model_validate(raw)
        common = raw.pop("format", {})
        return Mapping.model_validate(raw | {"table": [_with_common(common, table) for table in raw["table"]]})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadMapping(file, [str(fault)]) from fault
    except ValidationError as fault:
        raise BadMapping(file, [_said(error) for error in fault.errors()]) from fault


def _with_common(common: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    own = table.get("format", {})
    return table | {"format": common | own if isinstance(own, dict) else own}


def _said(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg'].removeprefix('Value error, ')}, came {error.get('input')!r:.60}"

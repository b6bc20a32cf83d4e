"""The mapping file: which column of which file becomes which field (TOML)."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from gendan.importing.format import Format, Part

Constant = str | bool | int | float | list[str]


class BadMapping(Exception):
    """The mapping file is not as it must be; ``faults`` holds every reason."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        super().__init__(f"{file}: " + "; ".join(faults))
        self.faults = faults


class Place(Part):
    """Which rows of which file or sheet."""

    file: str | None = None
    """The file that the import is given when absent."""
    sheet: str | None = None
    header: int = Field(default=1, ge=1)
    """The line that names the columns; titles above it are passed over."""
    fill_down: tuple[str, ...] = ()
    """Columns that hold a value in the first row only: an empty cell takes the one above, while those of the columns

    named before it are empty too (outer ones come first), so that nothing goes from one order into the next.
    """
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Rows count that hold one of these values in each of these columns; "" is nothing."""
    without: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Rows do not count that hold one of these values in one of these columns: totals, for example."""

    @cached_property
    def name(self) -> str:
        """The same for the same rows."""
        return self.model_dump_json(include=set(Place.model_fields))

    @property
    def named(self) -> set[str]:
        """The columns that choose or fill the rows."""
        return {*self.fill_down, *self.only, *self.without}


class Lookup(Place):
    """The row of another file in which column ``match`` holds what this row holds in column ``by``."""

    match: str
    by: str | None = None
    """The same name as ``match`` when absent."""


class Source(Part):
    """Where a field's value comes from: a column, a text with {columns}, a constant, or columns computed together."""

    column: str | None = None
    text: str | None = None
    value: Constant | None = None
    product: tuple[str, ...] | None = None
    """These columns multiplied; nothing when one of them holds nothing."""
    total: tuple[str, ...] | None = None
    """These columns added; nothing when none of them holds anything."""
    quotient: tuple[str, str] | None = None
    """The first column divided by the second."""
    lookup: Lookup | None = None
    sum: bool = False
    """Added over all rows that the lookup finds; without a lookup, over all rows of the order."""
    lower: bool = False
    map: str | dict[str, Constant] | None = None
    """Value map: its name under ``[maps]``, or the map itself."""
    scale: Decimal | None = None
    """A number is multiplied by this."""
    default: Constant | None = None
    """What an empty cell means; nothing when absent."""

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, given: Any) -> Any:
        return {"column": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = [self.column, self.text, self.value, self.product, self.total, self.quotient]
        if len(origins) - origins.count(None) != 1:
            raise ValueError("exactly one of column, text, value, product, total, quotient is needed")
        return self

    @property
    def computes(self) -> bool:
        """Whether the value is reckoned, not read."""
        return any((self.product, self.total, self.quotient, self.sum, self.scale is not None))


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

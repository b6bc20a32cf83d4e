"""The parts of a mapping that say where rows and values come from."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from gendan.importing.format import Part

Constant = str | bool | int | float | list[str]


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

"""How a file writes its values."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

SERIAL = "serial"
"""Among the dates: a count of days, as spreadsheets keep them."""


class Part(BaseModel):
    """A part of a mapping; a word that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _encoding(name: str) -> str:
    try:
        " ".encode(name)
    except (LookupError, ValueError):
        raise ValueError("expected an encoding such as utf-8-sig, gb18030 or cp1252") from None
    return name


def _delimiter(given: str) -> str:
    if len(given) != 1 or given in '\r\n"\0':
        raise ValueError("expected one character such as , or ; or \\t")
    return given


def _mark(given: str) -> str:
    if len(given) != 1 or given.isdigit():
        raise ValueError("expected one character that is no digit")
    return given


def _mark_or_none(given: str) -> str:
    if len(given) > 1 or given.isdigit():
        raise ValueError("expected one character that is no digit, or none")
    return given


class Format(Part):
    """How a file writes its values."""

    encoding: Annotated[str, AfterValidator(_encoding)] = "utf-8-sig"
    delimiter: Annotated[str, AfterValidator(_delimiter)] = ","
    loose_commas: bool = False
    """An unquoted delimiter before a space belongs to the text."""
    null: tuple[str, ...] = ("",)
    """How the file spells "nothing"."""
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    """Tried in order; "serial" is the number by which a spreadsheet keeps a day."""
    decimal: Annotated[str, AfterValidator(_mark)] = "."
    thousands: Annotated[str, AfterValidator(_mark_or_none)] = ","
    """A point when ``decimal`` is a comma and this is absent."""
    signs: tuple[str, ...] = ()
    """Currency signs that stand in the cell beside the number: "€", "US$"."""
    yes: tuple[str, ...] = ("1", "true", "yes", "y", "是")
    no: tuple[str, ...] = ("0", "false", "no", "n", "否")

    @model_validator(mode="before")
    @classmethod
    def _points_beside_commas(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("decimal") == "," and "thousands" not in given:
            return given | {"thousands": "."}
        return given

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if self.decimal == self.thousands:
            raise ValueError("expected different marks as decimal and thousands")
        return self

"""What a cell holds, and how a message shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from contracts.texts import NOTHING, Text, said
from gendan.importing.format import Format

Cell = str | Decimal | datetime | bool
"""A cell that holds something: CSV gives text, XLSX also numbers, times and truth values."""
Value = str | int | bool | Decimal | date | list[str]
"""What a field holds."""
Kind = Callable[[Cell, Format], Value]
"""Reads a cell in the spelling of its file; raises Unfit."""


class Formula(str):
    """What a spreadsheet could not compute, or nobody stored the result of; it is no value."""

    __slots__ = ()


class Since1904(Decimal):
    """A number of a workbook that counts its days from 1904 (Macintosh)."""


class Unfit(Exception):
    """A cell does not hold what the field needs; the message says what was expected.

    ``came`` is what the cell holds and ``column`` where it stands, when it is not the field's own cell; ``once``: other
    fields and rows of the same thing fail alike, and it is told once.
    """

    def __init__(
        self, expected: str, came: str | None = None, column: str | None = None, *, once: bool = False
    ) -> None:
        super().__init__(expected)
        self.came, self.column, self.once = came, column, once


def plain(cell: Cell) -> str:
    """A cell as a person would write it; a whole number without a fraction. Raises Unfit for a formula."""
    if isinstance(cell, Formula):
        raise Unfit(said(Text("a value")), str(cell))
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell).strip()


def quoted(cell: object) -> str:
    """A cell or value as a message shows it."""
    if cell is None or isinstance(cell, Formula):
        return said(NOTHING) if cell is None else str(cell)[:80]
    return repr(plain(cell) if isinstance(cell, str | Decimal | datetime | bool) else str(cell))[:80]

"""Rows out of an XLSX sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from gendan.importing.kinds import Cell, Formula


class NoSuchSheet(Exception):
    """``there``: the sheets that the file has."""

    def __init__(self, there: Sequence[str]) -> None:
        super().__init__(there)
        self.there = there


def xlsx_rows(path: Path, sheet: str | None, header: int) -> Iterator[tuple[int, list[Cell | None]]]:
    """Line and cells of every row from the header on that holds something; the first sheet when none is named."""
    with ExitStack() as books:
        # openpyxl gives either the results or the formulas: only both tell a formula without a result from nothing.
        results, formulas = (_page(books, path, sheet, data_only=only) for only in (True, False))
        width = 0
        for line, row in enumerate(zip(results.iter_rows(), formulas.iter_rows(), strict=True), start=1):
            if line < header:
                continue
            filled = _without_end([_cell(cell, written) for cell, written in zip(*row, strict=True)])
            width = width or len(filled)
            if filled:
                yield line, filled + [None] * (width - len(filled))


def _page(books: ExitStack, path: Path, sheet: str | None, *, data_only: bool) -> Any:
    book = books.enter_context(closing(load_workbook(path, read_only=True, data_only=data_only)))
    if sheet and sheet not in book.sheetnames:
        raise NoSuchSheet(book.sheetnames)
    return book[sheet] if sheet else book.worksheets[0]


def _without_end(cells: list[Cell | None]) -> list[Cell | None]:
    """Cells up to the last that holds something."""
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cell(result: Any, written: Any) -> Cell | None:
    # A result that is an empty text has the type "str"; one that was never stored has none.
    if result.value is None and written.data_type == "f" and result.data_type != "str":
        return Formula(getattr(written.value, "text", written.value))
    return _value(result.value)


def _value(raw: object) -> Cell | None:
    if raw is None or isinstance(raw, bool | str | datetime):
        return raw
    return Decimal(repr(raw)) if isinstance(raw, int | float) else str(raw)

"""Rows out of an XLSX sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from contracts.texts import Text, said
from gendan.importing.cells import Cell, Formula, Since1904


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
        width, since_1904 = 0, results.parent.epoch == CALENDAR_MAC_1904
        for line, row in enumerate(zip(results.iter_rows(), formulas.iter_rows(), strict=True), start=1):
            if line < header:
                continue
            filled = _without_end([_cell(cell, written, since_1904) for cell, written in zip(*row, strict=True)])
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


def _cell(result: Any, written: Any, since_1904: bool) -> Cell | None:
    if result.data_type == "e":
        return Formula(said(Text("the error {value}", value=result.value)))
    # A result that is an empty text has the type "str"; one that was never stored has none.
    if result.value is None and written.data_type == "f" and result.data_type != "str":
        formula = getattr(written.value, "text", written.value)
        return Formula(said(Text("the formula {formula} without a stored result", formula=formula)))
    return _value(result.value, since_1904)


def _value(raw: object, since_1904: bool) -> Cell | None:
    if raw is None or isinstance(raw, bool | str | datetime):
        return raw
    if not isinstance(raw, int | float):
        return str(raw)
    # Binary fractions are noise beyond fifteen significant digits, and no spreadsheet shows more.
    shown = repr(raw) if isinstance(raw, int) else f"{raw:.15g}"
    return Since1904(shown) if since_1904 else Decimal(shown)

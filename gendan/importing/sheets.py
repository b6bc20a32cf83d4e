"""Rows out of CSV files and XLSX sheets, each with its line."""

from __future__ import annotations

import csv
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gendan.importing.kinds import Cell
from gendan.importing.mapping import Format
from gendan.importing.report import Fault


@dataclass(frozen=True)
class Row:
    """One row: what each column holds; ``None`` for nothing."""

    file: str
    line: int
    cells: Mapping[str, Cell | None]


@dataclass(frozen=True)
class Sheet:
    """The rows of a file that can be read, and the faults of those that cannot."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()


def read_sheet(path: Path, sheet: str | None, form: Format) -> Sheet:
    """A whole CSV file, or one sheet of an XLSX file (the first when none is named); never raises."""
    name = path.name + (f"[{sheet}]" if sheet else "")
    try:
        lines = list(_xlsx(path, sheet) if path.suffix.lower() == ".xlsx" else _csv(path, form))
    except (OSError, UnicodeDecodeError, csv.Error, InvalidFileException, zipfile.BadZipFile, KeyError) as fault:
        return Sheet(name, (), (), (Fault(name, 1, "", f"a readable file in {form.encoding}", str(fault)[:120]),))
    if not lines:
        return Sheet(name, (), (), (Fault(name, 1, "", "a header", "nothing"),))
    columns = tuple(str(cell).strip() if cell is not None else "" for cell in lines[0][1])
    return _sheet(name, columns, lines[1:], form)


def _sheet(name: str, columns: tuple[str, ...], lines: Iterable[tuple[int, list[Cell | None]]], form: Format) -> Sheet:
    rows, faults = [], []
    for line, cells in lines:
        if len(cells) != len(columns):
            faults.append(Fault(name, line, "", f"{len(columns)} cells", f"{len(cells)} cells"))
            continue
        known = [None if isinstance(cell, str) and cell.strip() in form.null else cell for cell in cells]
        rows.append(Row(name, line, dict(zip(columns, known, strict=True))))
    return Sheet(name, columns, tuple(rows), tuple(faults))


def _csv(path: Path, form: Format) -> Iterator[tuple[int, list[Cell | None]]]:
    with path.open(encoding=form.encoding, newline="") as file:
        reader, line, width = csv.reader(file, delimiter=form.delimiter), 1, 0
        for cells in reader:
            width = width or len(cells)
            if cells:
                loose = form.loose_commas and len(cells) > width
                yield line, [*(_joined(cells, form.delimiter) if loose else cells)]
            line = reader.line_num + 1


def _joined(cells: list[str], delimiter: str) -> list[str]:
    """Cells that begin with a space go back to the text before them."""
    result: list[str] = []
    for cell in cells:
        if result and cell.startswith(" "):
            result[-1] += delimiter + cell
        else:
            result.append(cell)
    return result


def _xlsx(path: Path, sheet: str | None) -> Iterator[tuple[int, list[Cell | None]]]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        page = book[sheet] if sheet else book.worksheets[0]
        width = 0
        for line, cells in enumerate(page.iter_rows(values_only=True), start=1):
            filled = [_cell(cell) for cell in _without_end(cells)]
            width = width or len(filled)
            if filled:
                yield line, filled + [None] * (width - len(filled))
    finally:
        book.close()


def _without_end(cells: Sequence[object]) -> Sequence[object]:
    """Cells up to the last that holds something."""
    count = len(cells)
    while count and cells[count - 1] is None:
        count -= 1
    return cells[:count]


def _cell(raw: object) -> Cell | None:
    if raw is None or isinstance(raw, bool | str | datetime):
        return raw
    return Decimal(repr(raw)) if isinstance(raw, int | float) else str(raw)


def repeated(row: Row, each: Mapping[str, list[str]]) -> Iterator[Row]:
    """The row once for each combination of the constants."""
    for combination in itertools.product(*each.values()):
        yield Row(row.file, row.line, {**row.cells, **dict(zip(each, combination, strict=True))})

"""Rows out of CSV files and XLSX sheets, each with its line."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gendan.importing.format import Format
from gendan.importing.kinds import Cell
from gendan.importing.report import Fault
from gendan.importing.spreadsheet import NoSuchSheet, xlsx_rows


@dataclass(frozen=True)
class Row:
    """One row: what each column holds; ``None`` for nothing."""

    file: str
    line: int
    cells: Mapping[str, Cell | None]
    fault: Fault | None = None
    """The row has too few or too many cells: nothing is made of it, nor of the order that it belongs to."""


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
        lines = list(xlsx_rows(path, sheet) if _is_xlsx(path) else _csv(path, form))
    except Exception as fault:  # openpyxl raises anything on a broken file
        return Sheet(name, (), (), (_unreadable(path, name, sheet, form, fault),))
    if not lines:
        return Sheet(name, (), (), (Fault(name, 1, "", "a header", "nothing"),))
    columns = tuple(str(cell).strip() if cell is not None else "" for cell in lines[0][1])
    return _sheet(name, columns, lines[1:], form)


def _is_xlsx(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


def _unreadable(path: Path, name: str, sheet: str | None, form: Format, fault: Exception) -> Fault:
    match fault:
        case NoSuchSheet():
            expected, came = f"one of the sheets {', '.join(fault.there)}", str(sheet)
        case UnicodeError():
            expected, came = f"text in {form.encoding} (format.encoding of the mapping)", str(fault)
        case OSError():
            expected, came = "a readable file", str(fault)
        case _:
            expected, came = f"a readable {'XLSX' if _is_xlsx(path) else 'CSV'} file", str(fault) or repr(fault)
    return Fault(name, 1, "", expected, came[:200])


def _sheet(name: str, columns: tuple[str, ...], lines: Iterable[tuple[int, list[Cell | None]]], form: Format) -> Sheet:
    rows = []
    for line, cells in lines:
        known = [None if isinstance(cell, str) and cell.strip() in form.null else cell for cell in cells]
        fits = len(cells) == len(columns)
        fault = None if fits else Fault(name, line, "", f"{len(columns)} cells", f"{len(cells)} cells")
        rows.append(Row(name, line, dict(zip(columns, known, strict=False)), fault))
    return Sheet(name, columns, tuple(rows), faults_of(rows))


def faults_of(rows: Iterable[Row]) -> tuple[Fault, ...]:
    """Of those that do not fit the header."""
    return tuple(row.fault for row in rows if row.fault)


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


def repeated(row: Row, each: Mapping[str, list[str]]) -> Iterator[Row]:
    """The row once for each combination of the constants."""
    for combination in itertools.product(*each.values()):
        yield Row(row.file, row.line, {**row.cells, **dict(zip(each, combination, strict=True))}, row.fault)

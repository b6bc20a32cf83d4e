"""Rows out of CSV files and XLSX sheets, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gendan.importing.csv_lines import Line, csv_lines
from gendan.importing.format import Format
from gendan.importing.report import Fault
from gendan.importing.rows import Row, chosen, faults_of, filled_down
from gendan.importing.sources import Place
from gendan.importing.spreadsheet import NoSuchSheet, xlsx_rows


@dataclass(frozen=True)
class Sheet:
    """The rows of a file that can be read, and the faults of those that cannot."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()


def read_sheet(path: Path, place: Place, form: Format) -> Sheet:
    """A whole CSV file, or one sheet of an XLSX file (the first when none is named); never raises."""
    name = path.name + (f"[{place.sheet}]" if place.sheet else "")
    try:
        lines = list(_xlsx(path, place) if _is_xlsx(path) else csv_lines(path, form, place.header))
    except Exception as fault:  # openpyxl raises anything on a broken file
        return Sheet(name, (), (), (_unreadable(path, name, place.sheet, form, fault),))
    if not lines:
        return Sheet(name, (), (), (Fault(name, place.header, "", "a header", "nothing"),))
    columns = tuple(str(cell).strip() if cell is not None else "" for cell in lines[0].cells)
    rows = tuple(chosen(filled_down(_rows(name, columns, lines[1:], form), place), place))
    return Sheet(name, columns, rows, faults_of(rows))


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


def _xlsx(path: Path, place: Place) -> Iterator[Line]:
    yield from (Line(line, cells) for line, cells in xlsx_rows(path, place.sheet, place.header))


def _rows(name: str, columns: tuple[str, ...], lines: Iterable[Line], form: Format) -> Iterator[Row]:
    """Each row that holds something."""
    for line in lines:
        known = [None if isinstance(cell, str) and cell.strip() in form.null else cell for cell in line.cells]
        if any(cell is not None and cell != "" for cell in known):
            cells, fault = dict(zip(columns, known, strict=False)), _fault(name, columns, line)
            yield Row(name, line.number, cells, fault, line.torn)


def _fault(name: str, columns: tuple[str, ...], line: Line) -> Fault | None:
    if line.torn:
        came = f"a row up to line {line.last}; is a quote missing?"
        return Fault(name, line.number, "", "cells that end on their line", came)
    fits = len(line.cells) == len(columns)
    return None if fits else Fault(name, line.number, "", f"{len(columns)} cells", f"{len(line.cells)} cells")

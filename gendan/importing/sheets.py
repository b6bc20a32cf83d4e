"""Rows out of CSV files and XLSX sheets, each with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gendan.importing.cells import Cell
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
        lines = list(xlsx_rows(path, place.sheet, place.header) if _is_xlsx(path) else _csv(path, form, place.header))
    except Exception as fault:  # openpyxl raises anything on a broken file
        return Sheet(name, (), (), (_unreadable(path, name, place.sheet, form, fault),))
    if not lines:
        return Sheet(name, (), (), (Fault(name, place.header, "", "a header", "nothing"),))
    columns = tuple(str(cell).strip() if cell is not None else "" for cell in lines[0][1])
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


def _rows(
    name: str, columns: tuple[str, ...], lines: Iterable[tuple[int, list[Cell | None]]], form: Format
) -> Iterator[Row]:
    """Each row that holds something."""
    for line, cells in lines:
        known = [None if isinstance(cell, str) and cell.strip() in form.null else cell for cell in cells]
        if any(cell is not None and cell != "" for cell in known):
            fits = len(cells) == len(columns)
            fault = None if fits else Fault(name, line, "", f"{len(columns)} cells", f"{len(cells)} cells")
            yield Row(name, line, dict(zip(columns, known, strict=False)), fault)


def _csv(path: Path, form: Format, header: int) -> Iterator[tuple[int, list[Cell | None]]]:
    with path.open(encoding=form.encoding, newline="") as file:
        reader, line, width = csv.reader(file, delimiter=form.delimiter), 1, 0
        for cells in reader:
            if cells and line >= header:
                width = width or len(cells)
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

"""Rows out of CSV files and XLSX sheets, each with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from errno import errorcode
from pathlib import Path

from chassis.csv_faults import wanted_for
from chassis.file_faults import damaged
from contracts.texts import NOTHING, Text, said
from gendan.importing.bounds import TooLarge, bounded, insist_on_size
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
        insist_on_size(path, packed=_is_xlsx(path))
        lines = list(bounded(_xlsx(path, place) if _is_xlsx(path) else csv_lines(path, form, place.header)))
    except Exception as fault:  # openpyxl raises anything on a broken file
        return Sheet(name, (), (), (_unreadable(path, name, place.sheet, form, fault),))
    if not lines:
        return Sheet(name, (), (), (Fault(name, place.header, "", said(Text("a header")), said(NOTHING)),))
    columns = tuple(str(cell).strip() if cell is not None else "" for cell in lines[0].cells)
    rows = tuple(chosen(filled_down(_rows(name, columns, lines[1:], form), place), place))
    return Sheet(name, columns, rows, faults_of(rows))


def _is_xlsx(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


def _unreadable(path: Path, name: str, sheet: str | None, form: Format, fault: Exception) -> Fault:
    match fault:
        case NoSuchSheet():
            expected, came = Text("one of the sheets {sheets}", sheets=fault.there), str(sheet)
        case TooLarge():
            expected, came = fault.expected, said(fault.came)
        case csv.Error() if "field limit" in str(fault):
            expected, came = wanted_for(fault), said(Text("more"))
        case UnicodeError():
            expected = Text("text in {encoding} (format.encoding of the mapping)", encoding=form.encoding)
            came = said(_undecoded(fault))
        case FileNotFoundError():
            expected, came = Text("a readable file"), said(Text("no such file"))
        case OSError():
            code = errorcode.get(fault.errno or 0, "")
            expected, came = Text("a readable file"), said(Text("one that cannot be opened[ ({code})]", code=code))
        case _:
            kind = "XLSX" if _is_xlsx(path) else "CSV"
            expected, came = Text("a readable {kind} file", kind=kind), said(damaged(kind))
    return Fault(name, 1, "", said(expected), came[:200])


def _undecoded(fault: UnicodeError) -> Text:
    if not isinstance(fault, UnicodeDecodeError):
        return damaged("CSV")
    byte = f"0x{fault.object[fault.start]:02x}"
    return Text("the byte {byte} at position {position}", byte=byte, position=fault.start)


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
        came = said(Text("a row up to line {line}; is a quote missing?", line=line.last))
        return Fault(name, line.number, "", said(Text("cells that end on their line")), came)
    if len(line.cells) == len(columns):
        return None
    expected, came = (said(Text("{count} cells", count=len(cells))) for cells in (columns, line.cells))
    return Fault(name, line.number, "", expected, came)

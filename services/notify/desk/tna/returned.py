"""A sheet that came back, or cells of one: which days somebody changed, and all that cannot be read (NOT-3)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

from chassis.csv_faults import wanted_for
from chassis.file_faults import damaged
from contracts.milestones import MILESTONES, Milestone
from contracts.texts import Text
from services.notify.desk import words
from services.notify.desk.choices import LANGUAGES
from services.notify.desk.sheets import column_letter
from services.notify.desk.tna.sheet import CAME, ORDER

ROWS_MAX = 5_000
COLUMNS_MAX = 40
UNPACKED_BYTES_MAX = 64 * 2**20
CAME_CHARACTERS = 60
DAY = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*")
"""As spreadsheets show a day whose year stands first; which of the others is the month nobody can know."""


@dataclass(frozen=True)
class Fault:
    """Of one cell, or of the file as a whole."""

    row: int | None
    column: str
    expected: Text
    came: Text | str


@dataclass(frozen=True)
class Cell:
    """A day as it stands in a sheet: planned, or the one on which the milestone came."""

    row: int
    column: str
    order: str
    milestone: Milestone
    day: date
    came: bool = False


Rows = Sequence[Sequence[Any]]
Read = tuple[list[Cell], list[Fault]]


def read(file: bytes) -> Read:
    """The days of its first sheet, and of the one that says what came; and every cell that is none."""
    try:
        if (size := sum(part.file_size for part in ZipFile(BytesIO(file)).infolist())) > UNPACKED_BYTES_MAX:
            return [], [Fault(None, "", Text("at most {count} bytes, unpacked", count=UNPACKED_BYTES_MAX), str(size))]
        planned, came = _rows_of(file)
    except Exception:  # openpyxl raises anything on a broken file, in words for who writes programs
        return [], [Fault(None, "", Text("a spreadsheet (XLSX) as the calendar gives it"), damaged("XLSX"))]
    (cells, faults), (days, wrong) = _under_heads(planned), (came and _under_heads(*came)) or ([], [])
    return [*cells, *days], [*faults, *wrong]


def read_pasted(cells: str) -> Read:
    """The same of cells as a spreadsheet copies them: rows with tabs between their cells."""
    came = cells.strip("\r\n").splitlines(keepends=True)
    lines = csv.reader(came, delimiter="\t")
    try:
        rows = [row[:COLUMNS_MAX] for row in islice(lines, ROWS_MAX + 2)]
    except csv.Error as fault:
        return [], [Fault(lines.line_num, "", wanted_for(fault), _shown(came[lines.line_num - 1]))]
    return _under_heads(rows)


def _under_heads(rows: Rows, sheet: str = "") -> Read:
    """``sheet``: the title of the one that says what came; it stands before its columns, as in a formula."""
    heads = rows[0] if rows else ()
    order = next((place for place, head in enumerate(heads) if head in _said(ORDER)), None)
    columns = {place: one for place, head in enumerate(heads) for one in MILESTONES if head in _called(one)}
    if order is None or not columns:
        expected = Text("a row of heads, with the order and the milestones as the calendar names them")
        return [], [Fault(1, f"{sheet}A", expected, _shown(" ".join(str(head) for head in heads if head)))]
    return _read(rows[1:], order, columns, sheet)


def _rows_of(file: bytes) -> tuple[Rows, tuple[Rows, str] | None]:
    """Raises what zipfile and openpyxl raise."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(file), read_only=True, data_only=True)
    came = next((sheet for sheet in book.worksheets[1:] if sheet.title in _said(CAME)), None)
    return _cells(book.worksheets[0]), (_cells(came), f"{came.title}!") if came else None


def _cells(sheet: Any) -> Rows:
    return list(sheet.iter_rows(max_row=ROWS_MAX + 2, max_col=COLUMNS_MAX, values_only=True))


def _read(rows: Rows, order: int, columns: Mapping[int, Milestone], sheet: str) -> Read:
    cells, faults = list[Cell](), list[Fault]()
    if len(rows) > ROWS_MAX:
        faults.append(Fault(ROWS_MAX + 2, "", Text("at most {count} orders", count=ROWS_MAX), ""))
    for nth, row in enumerate(rows[:ROWS_MAX], start=2):
        for one in _of_row(nth, row, order, columns, sheet):
            (cells if isinstance(one, Cell) else faults).append(one)  # type: ignore[arg-type]
    return cells, faults


def _of_row(
    nth: int, row: Sequence[Any], order: int, columns: Mapping[int, Milestone], sheet: str
) -> Iterator[Cell | Fault]:
    filled = [(place, row[place]) for place in columns if place < len(row) and row[place] not in (None, "")]
    name = str(row[order] or "").strip().removeprefix("'") if order < len(row) else ""
    if filled and not name:
        yield Fault(nth, f"{sheet}{column_letter(order + 1)}", Text("the number of an order"), "")
        return
    for place, value in filled:
        column, day = f"{sheet}{column_letter(place + 1)}", _day(value)
        if day:
            yield Cell(nth, column, name, columns[place], day, bool(sheet))
        else:
            yield Fault(nth, column, Text("a date"), _shown(value))


def _day(value: Any) -> date | None:
    """A date, or one that somebody typed as text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    typed = DAY.fullmatch(str(value))
    try:
        return date(*map(int, typed.groups())) if typed else None
    except ValueError:
        return None


def _said(text: str) -> set[str]:
    return {words.gettext(text, language) for language in LANGUAGES}


def _called(milestone: Milestone) -> set[str]:
    return {words.milestone_word(milestone, language) for language in LANGUAGES}


def _shown(value: Any) -> str:
    return str(value)[:CAME_CHARACTERS]

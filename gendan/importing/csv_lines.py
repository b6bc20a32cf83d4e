"""Lines out of a CSV file, and whether a missing quote has swallowed some of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gendan.importing.cells import Cell
from gendan.importing.format import Format


@dataclass(frozen=True)
class Line:
    """A line of a file or a row of a sheet, and its cells."""

    number: int
    cells: Sequence[Cell | None]
    last: int = 0
    torn: frozenset[str] = frozenset()
    """All that stands in a line that goes on over the next ones though the quotes of the file do not match."""


def csv_lines(path: Path, form: Format, header: int) -> Iterator[Line]:
    """Every line from the header on that is not empty."""
    with path.open(encoding=form.encoding, newline="") as file:
        text = file.read()
    sound, reader = _is_sound(text, form), csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter)
    number, width = 1, 0
    for cells in reader:
        if cells and number >= header:
            width = width or len(cells)
            loose = form.loose_commas and len(cells) > width
            torn = not sound and reader.line_num > number
            whole = _joined(cells, form.delimiter) if loose else cells
            yield Line(number, list(whole), reader.line_num, _words(cells, form) if torn else frozenset())
        number = reader.line_num + 1


def _is_sound(text: str, form: Format) -> bool:
    """Whether every quote that opens a cell closes it."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _words(cells: Sequence[str], form: Format) -> frozenset[str]:
    parted = (part.strip() for cell in cells for part in re.split(rf'[\r\n"{re.escape(form.delimiter)}]', cell))
    return frozenset(part for part in parted if part)


def _joined(cells: list[str], delimiter: str) -> list[str]:
    """Cells that begin with a space go back to the text before them."""
    result: list[str] = []
    for cell in cells:
        if result and cell.startswith(" "):
            result[-1] += delimiter + cell
        else:
            result.append(cell)
    return result

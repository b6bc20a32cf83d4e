"""Carriers' events as lines of a CSV file (RFC 4180), whose first line names the columns (LOG-5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from chassis.csv_faults import wanted_for
from contracts.texts import Expected

LINES_MAX = 500


def rows_of(text: str, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Each line that holds anything, with its number in the file; a cell that is blank is left out.

    Commas, or semicolons where the first line has some. Raises Expected for what is no such file, with the line.
    """
    text = text.removeprefix("\ufeff")
    between = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        lines = list(islice(_filled(reader), LINES_MAX + 2))
    except csv.Error as fault:
        raise Expected("a CSV file; line {line}: {fault}", line=reader.line_num, fault=wanted_for(fault)) from None
    if len(lines) > LINES_MAX + 1:
        raise Expected("at most {most} lines, beside that of the columns' names", most=LINES_MAX)
    head = lines[0][1] if lines else []
    _named(head, columns)
    return [(number, _row(number, head, cells)) for number, cells in lines[1:]]


def _filled(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each line that holds anything, when it is asked for."""
    stripped = ((reader.line_num, [cell.strip() for cell in line]) for line in reader)
    return ((number, cells) for number, cells in stripped if any(cells))


def _named(head: Sequence[str], columns: Sequence[str]) -> None:
    unknown = [name for name in head if name not in columns or head.count(name) > 1]
    if not head or unknown:
        raise Expected(
            "a first line of columns among {columns}, each once[; not {unknown}]",
            columns=tuple(columns),
            unknown=unknown,
        )


def _row(number: int, head: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) > len(head):
        raise Expected("{count} cells at most in line {line}", count=len(head), line=number)
    return {name: cell for name, cell in zip(head, cells, strict=False) if cell}

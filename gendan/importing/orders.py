"""Several rows to one order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gendan.importing.fields import Reader, label
from gendan.importing.kinds import Unfit, quoted, share
from gendan.importing.mapping import Lines, Source
from gendan.importing.records import Line
from gendan.importing.report import Fault
from gendan.importing.rows import Row
from gendan.importing.targets import LINE


def read_lines(reader: Reader, lines: Lines, rows: Sequence[Row]) -> tuple[list[Line], list[Fault]]:
    """The order's lines in the order of their rows."""
    result, faults = [], []
    for row in rows:
        values, wrong = reader.read(row, lines.fields, LINE)
        result.append(Line(row.file, row.line, values))
        faults.extend(wrong)
    return result, faults


def read_discount(
    reader: Reader, lines: Lines, rows: Sequence[Row], read: Sequence[Line]
) -> tuple[Decimal | None, list[Fault]]:
    """The discount that all lines share; when they differ, none, and each is taken off its line's unit price."""
    if lines.discount is None:
        return None, []
    shares, faults = [], []
    for row in rows:
        try:
            given = reader.value(row, lines.discount, share)
            shares.append(given if isinstance(given, Decimal) else Decimal(0))
        except Unfit as unfit:
            column = label(lines.discount)
            faults.append(Fault(row.file, row.line, column, str(unfit), unfit.came or quoted(row.cells.get(column))))
    if faults or len(set(shares)) <= 1:
        return next(iter(shares), None), faults
    for line, part in zip(read, shares, strict=True):
        _take_off(line, part)
    return None, []


def _take_off(line: Line, part: Decimal) -> None:
    price = line.values.get("unit_price.amount")
    if isinstance(price, Decimal):
        line.values["unit_price.amount"] = price * (1 - part)


def twice(rows: Sequence[Row]) -> list[Fault]:
    """Rows of one order that say in every column what an earlier one says: a slip would be delivered twice."""
    expected = "a row that comes once; if both are meant, one row with the sum"
    first: dict[tuple[object, ...], int] = {}
    faults = []
    for row in rows:
        line = first.setdefault(tuple(row.cells.items()), row.line)
        if line != row.line:
            faults.append(Fault(row.file, row.line, "", expected, f"all of line {line} again"))
    return faults


def disagreements(sources: Sequence[Source], rows: Sequence[Row]) -> list[Fault]:
    """What the rows of one order say differently about its head."""
    columns = [source.column for source in sources if source.column and source.lookup is None]
    return [
        Fault(row.file, row.line, column, f"{quoted(first)} as in line {rows[0].line}", quoted(came))
        for column in columns
        if (first := rows[0].cells.get(column)) is not None
        for row in rows[1:]
        if (came := row.cells.get(column)) is not None and came != first
    ]

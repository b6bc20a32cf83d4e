"""Several rows to one order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from contracts.texts import Text, said
from gendan.importing.cells import Cell, Formula, Unfit, plain
from gendan.importing.fields import Reader
from gendan.importing.figures import amount, computed, number, share
from gendan.importing.format import Format
from gendan.importing.mapping import Lines
from gendan.importing.origins import label
from gendan.importing.records import Line
from gendan.importing.report import Fault
from gendan.importing.rows import Row
from gendan.importing.sources import Source
from gendan.importing.targets import LINE


def read_lines(reader: Reader, lines: Lines, rows: Sequence[Row]) -> tuple[list[Line], list[Fault]]:
    """The order's lines in the order of their rows."""
    result, faults = [], []
    columns = {name: label(source) for name, source in lines.fields.items()}
    for row in rows:
        values, wrong = reader.read([row], lines.fields, LINE)
        result.append(Line(row.file, row.line, values, columns))
        faults.extend(wrong)
    return result, faults


def read_shares(reader: Reader, lines: Lines, rows: Sequence[Row]) -> tuple[list[Decimal], list[Fault]]:
    """The discount of each row, none of them when the lines have none; nothing in the cell is no discount."""
    shares, faults = [], []
    for row in rows if lines.discount else ():
        source = lines.discount or Source(value=0)
        try:
            given = reader.value(row, source, share)
            shares.append(given if isinstance(given, Decimal) else Decimal(0))
        except Unfit as unfit:
            faults.append(reader.fault(row, source, unfit))
    return ([], faults) if faults else (shares, [])


def discounted(lines: Sequence[Line], shares: Sequence[Decimal]) -> Decimal | None:
    """The discount that all lines share; when they differ, none, and each is taken off its line's unit price."""
    if len(set(shares)) <= 1:
        return next(iter(shares), None)
    for line, part in zip(lines, shares, strict=True):
        _take_off(line, part)
    return None


def _take_off(line: Line, part: Decimal) -> None:
    price = line.values.get("unit_price.amount")
    if isinstance(price, Decimal):
        line.values["unit_price.amount"] = computed(price * (1 - part), amount)


def twice(
    rows: Sequence[Row], lines: Lines, read: Sequence[Line], shares: Sequence[Decimal], form: Format
) -> list[Fault]:
    """Rows of one order that mean in every column what an earlier one means: a slip would be delivered twice."""
    if lines.identical == "each":
        return []
    expected = said(Text("a row that comes once; if both are meant, one row with the sum"))
    first: dict[object, int] = {}
    faults = []
    for row, line, part in zip_longest(rows, read, shares):
        earlier = first.setdefault((part, _meaning(row, line, lines, form)), row.line)
        if earlier != row.line:
            came = said(Text("all of line {line} again", line=earlier))
            faults.append(Fault(row.file, row.line, "", expected, came))
    return faults


def _meaning(row: Row, line: Line, lines: Lines, form: Format) -> object:
    """What the line's fields mean, and what the other columns seem to: "2 " is 2, and 10.00 is 10."""
    sources = {name: source for name, source in lines.fields.items() if name in line.values}
    sources |= {"discount": lines.discount} if lines.discount else {}
    read = {source.column for source in sources.values() if not source.lookup}
    others = tuple((column, _seems(cell, form)) for column, cell in row.cells.items() if column not in read)
    return tuple(sorted(line.values.items())), others


def _seems(cell: Cell | None, form: Format) -> object:
    if cell is None or isinstance(cell, Formula):
        return cell
    try:
        return number(cell, form)
    except Unfit:
        return plain(cell)


def told_once(faults: Sequence[Fault]) -> Iterator[Fault]:
    """A fault that several fields and rows have alike comes once: an unknown customer is one mistake, not six."""
    told: set[tuple[str, ...]] = set()
    for fault in faults:
        alike = (fault.file, fault.column, fault.expected, fault.came)
        if not fault.once or alike not in told:
            yield fault
        told.add(alike)

"""What a row gives for a field before it is read: a cell, a text made of cells, or a number reckoned from cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import prod

from gendan.importing.cells import Cell, Unfit, plain, quoted
from gendan.importing.figures import number
from gendan.importing.format import Format
from gendan.importing.rows import Row
from gendan.importing.sources import Source

NAMES = re.compile(r"\{([^{}]+)\}")


def origin(row: Row, source: Source, form: Format) -> Cell | None:
    """The cell, ``None`` for nothing; raises Unfit."""
    if source.column:
        return row.cells.get(source.column)
    if source.text is not None:
        return filled(source.text, row)
    return _reckoned(row, source, form)


def _reckoned(row: Row, source: Source, form: Format) -> Decimal | None:
    numbers = [_number(row, column, form) for column in _operands(source)]
    known = [one for one in numbers if one is not None]
    if not known or (len(known) < len(numbers) and not source.total):
        return None
    if source.quotient:
        return _divided(known[0], known[1], source.quotient[1])
    return sum(known, Decimal(0)) if source.total else prod(known, start=Decimal(1))


def _divided(dividend: Decimal, divisor: Decimal, column: str) -> Decimal:
    if not divisor:
        raise Unfit("a number other than 0", quoted(divisor), column)
    return dividend / divisor


def _number(row: Row, column: str, form: Format) -> Decimal | None:
    cell = row.cells.get(column)
    try:
        return None if cell is None else number(cell, form)
    except Unfit as unfit:
        raise Unfit(str(unfit), unfit.came or quoted(cell), column) from None


def filled(template: str, row: Row) -> str | None:
    """The text with the row's columns; ``None`` when one of them holds nothing."""
    cells = {name: row.cells.get(name) for name in NAMES.findall(template)}
    if any(cell is None for cell in cells.values()):
        return None
    return NAMES.sub(lambda found: plain(cells[found[1]] or ""), template)


def label(source: Source) -> str:
    """What a person calls the place that a value comes from."""
    reckoned = {" × ": source.product, " + ": source.total, " / ": source.quotient}
    parts = next((mark.join(columns) for mark, columns in reckoned.items() if columns), "")
    return source.column or source.text or parts or str(source.value)


def columns_of(sources: Iterable[Source]) -> set[str]:
    """The columns that the row itself must have."""
    return {column for source in sources for column in _own(source)}


def _own(source: Source) -> set[str]:
    return {source.lookup.by or source.lookup.match} if source.lookup else _named(source)


def looked_up(source: Source) -> set[str]:
    """The columns that the file must have in which the source looks up."""
    return _named(source) | ({source.lookup.match} if source.lookup else set())


def _named(source: Source) -> set[str]:
    named = set(_operands(source)) if not source.text else set(NAMES.findall(source.text))
    return named | ({source.column} if source.column else set())


def _operands(source: Source) -> Sequence[str]:
    return source.product or source.total or source.quotient or ()

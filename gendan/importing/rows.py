"""Rows: which of them count, and what a row says that its cells leave to the row above."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gendan.importing.cells import Cell, Formula, plain
from gendan.importing.report import Fault
from gendan.importing.sources import Place


@dataclass(frozen=True)
class Row:
    """One row: what each column holds; ``None`` for nothing."""

    file: str
    line: int
    cells: Mapping[str, Cell | None]
    fault: Fault | None = None
    """The row has too few or too many cells: nothing is made of it, nor of the order that it belongs to."""
    torn: frozenset[str] = frozenset()
    """All that stands in a row that a missing quote made of several: they may be anybody's."""


def filled_down(rows: Iterable[Row], place: Place) -> Iterator[Row]:
    """Empty cells take what stands above; never past a row that cannot be read, which may have begun another thing."""
    above: Mapping[str, Cell | None] = {}
    for row in rows:
        if row.fault:
            above = {}
            yield row
            continue
        filled = replace(row, cells={**row.cells, **dict(_from_above(row, place.fill_down, above))})
        above = filled.cells
        yield filled


def _from_above(row: Row, columns: Sequence[str], above: Mapping[str, Cell | None]) -> Iterator[tuple[str, Cell]]:
    for column in columns:
        if row.cells.get(column) is not None:
            return
        if (cell := above.get(column)) is not None:
            yield column, cell


def chosen(rows: Iterable[Row], place: Place) -> Iterator[Row]:
    """The rows that the mapping wants; of one that cannot be read nobody knows that he does not want it."""
    for row in rows:
        wanted = row.fault or all(_written(row, column) in given for column, given in place.only.items())
        if wanted and not any(_written(row, column) in given for column, given in place.without.items()):
            yield row


def _written(row: Row, column: str) -> str:
    cell = row.cells.get(column)
    return "" if cell is None else str(cell) if isinstance(cell, Formula) else plain(cell)


def faults_of(rows: Iterable[Row]) -> tuple[Fault, ...]:
    """Of those that do not fit the header."""
    return tuple(row.fault for row in rows if row.fault)


def repeated(row: Row, each: Mapping[str, list[str]]) -> Iterator[Row]:
    """The row once for each combination of the constants."""
    for combination in itertools.product(*each.values()):
        yield replace(row, cells={**row.cells, **dict(zip(each, combination, strict=True))})

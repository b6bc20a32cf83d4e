"""From a row to the values of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gendan.importing.books import Books
from gendan.importing.format import Format
from gendan.importing.kinds import CANONICAL, Cell, Kind, Unfit, Value, plain, quoted
from gendan.importing.mapping import Constant, Source
from gendan.importing.report import Fault
from gendan.importing.rows import Row

NAMES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Reader:
    """Reads the fields of one table's rows."""

    books: Books
    form: Format

    def read(
        self, row: Row, sources: Mapping[str, Source], kinds: Mapping[str, Kind]
    ) -> tuple[dict[str, Value], list[Fault]]:
        """The values of all fields that hold something, and every fault."""
        values: dict[str, Value] = {}
        faults = []
        for name, source in sources.items():
            try:
                value = self.value(row, source, kinds[name])
            except Unfit as unfit:
                came = unfit.came or quoted(self._cell(row, source))
                faults.append(Fault(row.file, row.line, label(source), str(unfit), came))
                continue
            if value is not None:
                values[name] = value
        return values, faults

    def value(self, row: Row, source: Source, kind: Kind) -> Value | None:
        """The value of one field, ``None`` for nothing; raises Unfit."""
        if source.value is not None:
            return constant(source.value, kind)
        cell = self._cell(row, source)
        if cell is None:
            return None
        if source.map is not None:
            return constant(self._mapped(source.map, plain(cell)), kind)
        value = kind(cell, self.form)
        return value * source.scale if source.scale is not None and isinstance(value, Decimal) else value

    def _cell(self, row: Row, source: Source) -> Cell | None:
        found = self.books.find(source.lookup, row, self.form) if source.lookup else row
        if found is None:
            return None
        cell = found.cells.get(source.column) if source.column else filled(source.text or "", found)
        return plain(cell).lower() if source.lower and cell is not None else cell

    def _mapped(self, given: str | Mapping[str, Constant], written: str) -> Constant:
        pairs = self.books.maps[given] if isinstance(given, str) else given
        if written not in pairs:
            raise Unfit(f"one of {', '.join(sorted(pairs))}"[:200])
        return pairs[written]


def constant(value: Constant, kind: Kind) -> Value:
    """A value that the mapping itself writes."""
    if isinstance(value, list):
        return list(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return kind(Decimal(str(value)), CANONICAL)
    return kind(value, CANONICAL)


def filled(template: str, row: Row) -> str | None:
    """The text with the row's columns; ``None`` when one of them holds nothing."""
    cells = {name: row.cells.get(name) for name in NAMES.findall(template)}
    if any(cell is None for cell in cells.values()):
        return None
    return NAMES.sub(lambda found: plain(cells[found[1]] or ""), template)


def label(source: Source) -> str:
    """What a person calls the place that a value comes from."""
    return source.column or source.text or str(source.value)


def columns_of(sources: Iterable[Source]) -> set[str]:
    """The columns that the row itself must have."""
    return {column for source in sources for column in _own(source)}


def _own(source: Source) -> set[str]:
    return {source.lookup.by or source.lookup.match} if source.lookup else _named(source)


def looked_up(source: Source) -> set[str]:
    """The columns that the file must have in which the source looks up."""
    return _named(source) | ({source.lookup.match} if source.lookup else set())


def _named(source: Source) -> set[str]:
    return {source.column} if source.column else set(NAMES.findall(source.text or ""))

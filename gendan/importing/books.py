"""The files of one import: each is read once, and found in by key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contracts.texts import Text, said
from gendan.importing.cells import Formula, Unfit, plain, quoted
from gendan.importing.format import Format
from gendan.importing.rows import Row
from gendan.importing.sheets import Sheet, read_sheet
from gendan.importing.sources import Constant, Lookup, Place

Index = Mapping[str, list[Row]]


@dataclass
class Books:
    """The files under ``source``: a folder, or one file that every table is read from."""

    source: Path
    maps: Mapping[str, Mapping[str, Constant]]
    _sheets: dict[tuple[str, Format], Sheet] = field(default_factory=dict)
    _indexes: dict[tuple[str, Format, tuple[str, ...]], Index] = field(default_factory=dict)

    def sheet(self, place: Place, form: Format) -> Sheet:
        """The rows of a file; the same rows are read once."""
        name = (place.name, form)
        if name not in self._sheets:
            self._sheets[name] = read_sheet(self._path(place.file), place, form)
        return self._sheets[name]

    def index(self, place: Place, columns: tuple[str, ...], form: Format) -> Index:
        """The rows of a file by their key, in the file's order."""
        name = (place.name, form, columns)
        if name not in self._indexes:
            self._indexes[name] = by_key(self.sheet(place, form).rows, columns)
        return self._indexes[name]

    def find(self, lookup: Lookup, row: Row, form: Format) -> Sequence[Row]:
        """The rows that the lookup means, none when this row names none; raises Unfit when they are not there."""
        column = lookup.by or lookup.match
        wanted = row.cells.get(column)
        if wanted is None:
            return ()
        rows = self.index(lookup, (lookup.match,), form).get(plain(wanted), ())
        if not rows or any(found.fault for found in rows):
            place = lookup.file or lookup.sheet or row.file
            expected = Text("a value of the column {column} in {place}", column=lookup.match, place=place)
            raise Unfit(said(expected), quoted(wanted), column, once=True)
        return rows

    def _path(self, file: str | None) -> Path:
        folder = self.source if self.source.is_dir() else self.source.parent
        return folder / file if file else self.source


def by_key(rows: tuple[Row, ...], columns: tuple[str, ...]) -> Index:
    """Rows that have the same key together; rows without a key under the empty text."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key_of(row, columns)].append(row)
    return groups


def key_of(row: Row, columns: tuple[str, ...]) -> str:
    """The row's key as text; empty when a part of it is missing or has no result."""
    cells = [cell for column in columns if (cell := row.cells.get(column)) is not None]
    complete = len(cells) == len(columns) and not any(isinstance(cell, Formula) for cell in cells)
    return "/".join(plain(cell) for cell in cells) if complete else ""

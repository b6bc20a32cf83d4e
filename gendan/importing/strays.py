"""Rows of which nobody knows whose they are, and the orders that may lack them (SAL-2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contracts.texts import NOTHING, Text, said
from gendan.importing.books import key_of
from gendan.importing.records import Record
from gendan.importing.report import Fault
from gendan.importing.rows import Row


def beside(rows: Sequence[Row], columns: tuple[str, ...]) -> Mapping[str, Sequence[Row]]:
    """By key, the orders that stand next to such rows, above or below, and these rows."""
    known = {key_of(row, columns) for row in rows if not row.fault}
    keys = [_owner(row, columns, known) for row in rows]
    found: dict[str, dict[int, Row]] = defaultdict(dict)
    for neighbours in (_before(keys), reversed(_before(keys[::-1]))):
        for row, key, neighbour in zip(rows, keys, neighbours, strict=True):
            if not key and neighbour:
                found[neighbour][row.line] = row
    for row in rows:
        for key in known if row.torn else ():
            if key and row.torn.issuperset(key.split("/")):
                found[key][row.line] = row
    return {key: list(strays.values()) for key, strays in found.items()}


def _owner(row: Row, columns: tuple[str, ...], known: set[str]) -> str:
    """The row's key; empty when it has none, or when too few or too many cells may have moved or swallowed it."""
    key = "" if row.torn else key_of(row, columns)
    leads = tuple(row.cells)[: len(columns)]
    return key if not row.fault or key in known or set(leads) == set(columns) else ""


def _before(keys: Sequence[str]) -> list[str]:
    """For each place the nearest key above it."""
    nearest, found = "", []
    for key in keys:
        found.append(nearest)
        nearest = key or nearest
    return found


def lineless(keys: Iterable[str], rows: Sequence[Row], columns: tuple[str, ...]) -> Mapping[str, Sequence[Row]]:
    """The orders without any line in the lines' file: all rows there that are nobody's may be theirs."""
    known = {key_of(row, columns) for row in rows if not row.fault}
    strays = [row for row in rows if not _owner(row, columns, known)]
    return {key: strays for key in keys if key not in known} if strays else {}


def without_key(rows: Iterable[Row], columns: tuple[str, ...]) -> list[Fault]:
    """A fault for each row that can be read and has no key."""
    return list(_without_key(rows, columns))


def _without_key(rows: Iterable[Row], columns: tuple[str, ...]) -> Iterator[Fault]:
    for row in rows:
        if not row.fault and not key_of(row, columns):
            yield Fault(row.file, row.line, ", ".join(columns), said(Text("a key")), said(NOTHING))


def beside_fault(record: Record, strays: Sequence[Row], column: str) -> Fault:
    """Why an order is not taken that would perhaps be taken short."""
    expected = Text(
        "an order of which every row is known: it stands beside {place}; fill_down takes a key from the row above",
        place=_place(record, strays),
    )
    return Fault(record.file, record.row, column, said(expected), repr(record.key))


def _place(record: Record, strays: Sequence[Row]) -> Text:
    lines = ", ".join(str(row.line) for row in strays[:5]) + (" …" if len(strays) > 5 else "")
    if strays[0].file != record.file:
        return Text("{file}:{lines}", file=strays[0].file, lines=lines)
    return Text("lines {lines}", lines=lines) if strays[1:] else Text("line {line}", line=lines)

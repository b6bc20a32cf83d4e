"""Whether the files of a table are there, can be read, and have the columns that the table names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.texts import Text, said
from gendan.importing.books import Books
from gendan.importing.format import Format
from gendan.importing.mapping import Lines, Table
from gendan.importing.origins import columns_of, looked_up
from gendan.importing.report import Fault
from gendan.importing.sheets import Sheet
from gendan.importing.sources import Place, Source

DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Files:
    """``usable`` is false when a file or a column is not there: then the rows would only repeat the cause."""

    faults: list[Fault]
    usable: bool


def check_files(table: Table, books: Books) -> Files:
    """All files that the table reads: its own, its lines', and those that it looks up in."""
    faults: list[Fault] = []
    usable = True
    for place, columns in _columns_by_place(table):
        sheet = books.sheet(place, table.format)
        missing = sorted(columns - set(sheet.columns))
        doubled = list(_doubled(sheet, columns, place.header))
        faults += [*_faults(sheet, missing, place.header, table.format), *doubled]
        usable = usable and not missing and not doubled and bool(sheet.columns)
    return Files(faults, usable)


def _columns_by_place(table: Table) -> list[tuple[Place, set[str]]]:
    lines = table.lines
    reads: list[tuple[Place, set[str]]] = [
        (table, (columns_of(table.fields.values()) | set(table.key_columns)) - set(table.each))
    ]
    if lines is not None:
        its, key = (lines, set(key_of_lines(table, lines))) if lines.elsewhere else (table, set())
        reads.append((its, columns_of(_sources(lines)) | key))
    sources = (*table.fields.values(), *(_sources(lines) if lines else ()))
    reads.extend((source.lookup, looked_up(source)) for source in sources if source.lookup is not None)
    return _together(reads)


def _together(reads: Iterable[tuple[Place, set[str]]]) -> list[tuple[Place, set[str]]]:
    """Each place once, with all columns that are read there."""
    places: dict[str, tuple[Place, set[str]]] = {}
    for place, columns in reads:
        places.setdefault(place.name, (place, set(place.named)))[1].update(columns)
    return list(places.values())


def _sources(lines: Lines) -> list[Source]:
    return [*lines.fields.values(), *([lines.discount] if lines.discount else [])]


def key_of_lines(table: Table, lines: Lines) -> tuple[str, ...]:
    """The columns of the lines' file that hold the order's key."""
    key = lines.key or table.key
    return (key,) if isinstance(key, str) else tuple(key)


def _doubled(sheet: Sheet, columns: set[str], header: int) -> Iterator[Fault]:
    for column in sorted(columns):
        places = [str(place) for place, name in enumerate(sheet.columns, start=1) if name == column]
        if len(places) > 1:
            came = said(Text("it as columns {columns}", columns=places))
            yield Fault(sheet.name, header, column, said(Text("a name that one column has")), came)


def _faults(sheet: Sheet, missing: list[str], header: int, form: Format) -> Iterator[Fault]:
    other = _other_delimiter(sheet, form) if missing else None
    if other:
        told = {"header": repr(sheet.columns[0][:80]), "other": repr(other)}
        came = said(Text("{header}; is format.delimiter = {other} missing in the mapping?", **told))
        expected = said(Text("columns parted by {delimiter}", delimiter=repr(form.delimiter)))
        yield Fault(sheet.name, header, "", expected, came)
        return
    yield from sheet.faults
    if sheet.columns:
        came = ", ".join(sheet.columns)[:80]
        expected = said(Text("this column"))
        yield from (Fault(sheet.name, header, column, expected, came) for column in missing)


def _other_delimiter(sheet: Sheet, form: Format) -> str | None:
    """What may part the columns of a file that seems to have a single one."""
    header = sheet.columns[0] if len(sheet.columns) == 1 else ""
    found = max((one for one in DELIMITERS if one != form.delimiter), key=header.count)
    return found if found in header else None

"""From the rows of one table to its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gendan.importing.books import Books, by_key
from gendan.importing.fields import Reader, label
from gendan.importing.files import check_files, key_of_lines
from gendan.importing.mapping import Lines, Table
from gendan.importing.orders import disagreements, read_discount, read_lines, twice
from gendan.importing.records import Record
from gendan.importing.report import Fault
from gendan.importing.rows import Row, faults_of, repeated
from gendan.importing.strays import beside, beside_fault, without_key
from gendan.importing.targets import TARGETS, Target


@dataclass(frozen=True)
class TableReader:
    """Reads one table of the mapping; a bad row costs only itself."""

    table: Table
    books: Books

    @property
    def reader(self) -> Reader:
        return Reader(self.books, self.table.format)

    @property
    def target(self) -> Target:
        return TARGETS[self.table.target]

    def read(self) -> tuple[list[Record], list[Fault]]:
        """The good records and all faults."""
        files = check_files(self.table, self.books)
        faults = files.faults
        if not files.usable:
            return [], faults
        sheet = self.books.sheet(self.table, self.table.format)
        rows = tuple(one for row in sheet.rows for one in repeated(row, self.table.each))
        groups = by_key(rows, tuple(self.table.key_columns))
        doubtful, unknown = self._doubtful(rows)
        records = []
        for key, group in groups.items():
            record, wrong = self._record(key, group)
            wrong += [beside_fault(record, doubtful[key], self.key_column)] if key in doubtful else []
            faults += wrong
            records += [record] if not wrong else []
        return records, faults + unknown + self._without_head(set(groups))

    @property
    def key_column(self) -> str:
        return ", ".join(self.table.key_columns)

    def _doubtful(self, rows: Sequence[Row]) -> tuple[Mapping[str, Sequence[Row]], list[Fault]]:
        """The orders that may lack a row, with the rows of which nobody knows whose they are; and the lines' faults."""
        lines = self.table.lines
        if lines is None:
            return {}, []
        if not lines.elsewhere:
            return beside(rows, tuple(self.table.key_columns)), []
        columns, sheet = key_of_lines(self.table, lines), self.books.sheet(lines, self.table.format)
        return beside(sheet.rows, columns), without_key(sheet.rows, columns)

    def _record(self, key: str, group: Sequence[Row]) -> tuple[Record, list[Fault]]:
        head = group[0]
        values, faults = self.reader.read(head, self.table.fields, self.target.fields)
        columns = {name: label(source) for name, source in self.table.fields.items()}
        record = Record(self.target, head.file, head.line, key, values, columns)
        if unfit := faults_of(group):
            return record, list(unfit)
        faults += self._faults_of_key(key, group)
        if not faults:
            faults += [
                Fault(head.file, head.line, columns[name], "a value", "nothing")
                for name in sorted(self.target.needed - set(values))
            ]
        return self._with_lines(record, group, faults)

    def _faults_of_key(self, key: str, group: Sequence[Row]) -> list[Fault]:
        column = self.key_column
        if not key:
            return without_key(group, tuple(self.table.key_columns))
        lines = self.table.lines
        if lines is not None and not lines.elsewhere:
            return disagreements(list(self.table.fields.values()), group)
        first = group[0]
        return [
            Fault(row.file, row.line, column, f"a key that comes once; line {first.line} has it", repr(key))
            for row in group[1:]
        ]

    def _with_lines(self, record: Record, group: Sequence[Row], faults: list[Fault]) -> tuple[Record, list[Fault]]:
        lines = self.table.lines
        if lines is None:
            return record, faults
        rows = self._line_rows(lines).get(record.key, []) if lines.elsewhere else group
        slips = [*faults_of(rows), *twice(rows)]
        read, wrong = read_lines(self.reader, lines, rows)
        discount, unfit = read_discount(self.reader, lines, rows, read)
        values = record.values | ({"discount": discount} if discount else {})
        return replace(record, values=values, lines=tuple(read)), [*faults, *slips, *wrong, *unfit]

    def _line_rows(self, lines: Lines) -> dict[str, list[Row]]:
        columns = key_of_lines(self.table, lines)
        return dict(self.books.index(lines, columns, self.table.format))

    def _without_head(self, keys: set[str]) -> list[Fault]:
        lines = self.table.lines
        if lines is None or not lines.elsewhere:
            return []
        place = f"a key of {self.table.file or self.table.sheet}"
        return [
            Fault(row.file, row.line, ", ".join(key_of_lines(self.table, lines)), place, repr(key))
            for key, rows in self._line_rows(lines).items()
            if key and key not in keys
            for row in rows
            if row.fault is None
        ]

"""From the rows of one table to its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.texts import NOTHING, Text, said
from gendan.importing.books import Books, by_key
from gendan.importing.fields import Reader
from gendan.importing.files import check_files, key_of_lines
from gendan.importing.kinds import day
from gendan.importing.mapping import Lines, Table
from gendan.importing.orders import discounted, read_lines, read_shares, told_once, twice
from gendan.importing.origins import label
from gendan.importing.records import Record
from gendan.importing.report import Fault
from gendan.importing.rows import Row, faults_of, repeated
from gendan.importing.strays import beside, beside_fault, lineless, without_key
from gendan.importing.targets import TARGETS, Target


@dataclass(frozen=True)
class TableReader:
    """Reads one table of the mapping; a bad row costs only itself."""

    table: Table
    books: Books
    today: date
    """The company's day: what has no day of its own is of today."""

    def _reader(self, group: Sequence[Row]) -> Reader:
        """For what these rows say; an order is of the day on which it came."""
        reader = Reader(self.books, self.table.format, self.today)
        came, _ = reader.read(group, {n: s for n, s in self.table.fields.items() if n == "arrives"}, {"arrives": day})
        on = came.get("arrives")
        return replace(reader, on=on) if isinstance(on, date) else reader

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
        doubtful, unknown = self._doubtful(rows, groups)
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

    def _doubtful(self, rows: Sequence[Row], keys: Iterable[str]) -> tuple[Mapping[str, Sequence[Row]], list[Fault]]:
        """The orders that may lack a row, with the rows of which nobody knows whose they are; and the lines' faults."""
        lines = self.table.lines
        if lines is None:
            return {}, []
        if not lines.elsewhere:
            return beside(rows, tuple(self.table.key_columns)), []
        columns, sheet = key_of_lines(self.table, lines), self.books.sheet(lines, self.table.format)
        doubtful = {**lineless(keys, sheet.rows, columns), **beside(sheet.rows, columns)}
        return doubtful, without_key(sheet.rows, columns)

    def _record(self, key: str, group: Sequence[Row]) -> tuple[Record, list[Fault]]:
        """What the rows of one key make; without any fault, or not taken."""
        head, reader = group[0], self._reader(group)
        values, faults = reader.read(group if self._several else group[:1], self.table.fields, self.target.fields)
        columns = {name: label(source) for name, source in self.table.fields.items()}
        record = Record(self.target, head.file, head.line, key, values, columns)
        if unfit := faults_of(group):
            return record, list(unfit)
        faults = [*faults, *self._faults_of_key(key, group)]
        if not faults:
            faults += [
                Fault(head.file, head.line, columns[name], said(Text("a value")), said(NOTHING))
                for name in sorted(self.target.needed - set(values))
            ]
        record, faults = self._with_lines(record, reader, group, faults)
        return record, list(told_once(faults))

    @property
    def _several(self) -> bool:
        """Whether a key may have several rows."""
        lines = self.table.lines
        return self.table.repeats == "agree" or (lines is not None and not lines.elsewhere)

    def _faults_of_key(self, key: str, group: Sequence[Row]) -> list[Fault]:
        if not key:
            return without_key(group, tuple(self.table.key_columns))
        first, expected = group[0], said(Text("a key that comes once; line {line} has it", line=group[0].line))
        again = () if self._several else group[1:]
        return [Fault(first.file, row.line, self.key_column, expected, repr(key)) for row in again]

    def _with_lines(
        self, record: Record, reader: Reader, group: Sequence[Row], faults: list[Fault]
    ) -> tuple[Record, list[Fault]]:
        lines = self.table.lines
        if lines is None:
            return record, faults
        rows = self._line_rows(lines).get(record.key, []) if lines.elsewhere else group
        read, wrong = read_lines(reader, lines, rows)
        shares, unfit = read_shares(reader, lines, rows)
        slips = [*faults_of(rows), *twice(rows, lines, read, shares, self.table.format)]
        discount = discounted(read, shares)
        values = record.values | ({"discount": discount} if discount else {})
        return replace(record, values=values, lines=tuple(read)), [*faults, *slips, *wrong, *unfit]

    def _line_rows(self, lines: Lines) -> dict[str, list[Row]]:
        columns = key_of_lines(self.table, lines)
        return dict(self.books.index(lines, columns, self.table.format))

    def _without_head(self, keys: set[str]) -> list[Fault]:
        lines = self.table.lines
        if lines is None or not lines.elsewhere:
            return []
        place = said(Text("a key of {place}", place=self.table.file or self.table.sheet))
        return [
            Fault(row.file, row.line, ", ".join(key_of_lines(self.table, lines)), place, repr(key))
            for key, rows in self._line_rows(lines).items()
            if key and key not in keys
            for row in rows
            if row.fault is None
        ]

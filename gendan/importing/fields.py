"""From a thing's rows to the values of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.texts import Text, said
from gendan.importing.books import Books
from gendan.importing.cells import Cell, Kind, Unfit, Value, plain, quoted
from gendan.importing.figures import computed, number
from gendan.importing.format import Format
from gendan.importing.kinds import CANONICAL, currency, current
from gendan.importing.origins import label, origin
from gendan.importing.report import Fault
from gendan.importing.rows import Row
from gendan.importing.sources import Constant, Source


@dataclass(frozen=True)
class Reader:
    """Reads the fields of one table's rows. ``on`` is the day of what is read: its currencies are money then."""

    books: Books
    form: Format
    on: date

    def read(
        self, rows: Sequence[Row], sources: Mapping[str, Source], kinds: Mapping[str, Kind]
    ) -> tuple[dict[str, Value], list[Fault]]:
        """The values of all fields that hold something, and every fault; rows of one thing say the same of it."""
        values: dict[str, Value] = {}
        faults: list[Fault] = []
        for name, source in sources.items():
            told = list(self._told(rows, source, kinds[name]))
            faults += [one for one in told if isinstance(one, Fault)]
            meant = [one for one in told if not isinstance(one, Fault)]
            if meant:
                values[name] = meant[0][1]
                faults += self._disagreements(meant, source)
        return values, faults

    def _told(self, rows: Sequence[Row], source: Source, kind: Kind) -> Iterator[tuple[Row, Value] | Fault]:
        added = source.sum and not source.lookup
        for row in rows[:1] if added else rows:
            try:
                value = self._sum(rows, source, kind) if added else self.value(row, source, kind)
            except Unfit as unfit:
                yield self.fault(row, source, unfit, once=row is not rows[0])
                continue
            if value is not None:
                yield row, value

    def _disagreements(self, told: Sequence[tuple[Row, Value]], source: Source) -> Iterator[Fault]:
        first, meant = told[0]
        for row, value in told[1:]:
            if value != meant:
                shown = self._shown(first, source, meant)
                expected = Text("{shown} as in line {line}", shown=shown, line=first.line)
                yield Fault(row.file, row.line, label(source), said(expected), self._shown(row, source, value))

    def fault(self, row: Row, source: Source, unfit: Unfit, *, once: bool = False) -> Fault:
        """What is wrong with a field, where it stands."""
        came = unfit.came or quoted(row.cells.get(source.column or ""))
        return Fault(row.file, row.line, unfit.column or label(source), str(unfit), came, once or unfit.once)

    def value(self, row: Row, source: Source, kind: Kind) -> Value | None:
        """The value of one field, ``None`` for nothing; raises Unfit."""
        if source.lookup is None:
            value = self._of(row, source, kind)
        else:
            value = self._found(self.books.find(source.lookup, row, self.form), source, kind)
        return constant(source.default, kind) if value is None and source.default is not None else value

    def _found(self, rows: Sequence[Row], source: Source, kind: Kind) -> Value | None:
        if source.sum:
            return self._sum(rows, source, kind)
        values = [(row, self._of(row, source, kind)) for row in rows]
        differing = {value: row for row, value in reversed(values)} if values else {}
        if len(differing) > 1:
            lines = ", ".join(str(row.line) for row, _ in values[:10])
            shown = ", ".join(self._shown(row, source, value) for value, row in reversed(differing.items()))
            expected = Text(
                "one {column} in {file}, of which lines {lines} differ (sum = true adds them)",
                column=label(source), file=rows[0].file, lines=lines,
            )  # fmt: skip
            raise Unfit(said(expected), shown[:200])
        return values[0][1] if values else None

    def _sum(self, rows: Sequence[Row], source: Source, kind: Kind) -> Value | None:
        addends = [self._of(row, source, number) for row in rows]
        told = [one for one in addends if isinstance(one, Decimal)]
        return self._fit(computed(sum(told, Decimal(0)), kind), kind, self.form) if told else None

    def _of(self, row: Row, source: Source, kind: Kind) -> Value | None:
        if source.value is not None:
            return self._scaled(source.value, CANONICAL, source, kind)
        cell = origin(row, source, self.form)
        if cell is None:
            return None
        if source.lower:
            cell = plain(cell).lower()
        if source.map is not None:
            return self._scaled(self._mapped(source.map, plain(cell)), CANONICAL, source, kind)
        return self._scaled(cell, self.form, source, kind)

    def _scaled(self, given: Cell | Constant, form: Format, source: Source, kind: Kind) -> Value:
        if isinstance(given, list):
            return list(given)
        cell = as_cell(given)
        if source.computes and kind is not number:
            cell = computed(number(cell, form) * (1 if source.scale is None else source.scale), kind)
        elif source.scale is not None:
            cell = number(cell, form) * source.scale
        return self._fit(cell, kind, form)

    def _fit(self, cell: Cell, kind: Kind, form: Format) -> Value:
        value = kind(cell, form)
        return current(str(value), self.on) if kind is currency else value

    def _mapped(self, given: str | Mapping[str, Constant], written: str) -> Constant:
        pairs = self.books.maps[given] if isinstance(given, str) else given
        if written not in pairs:
            raise Unfit(said(Text("one of {choices}", choices=sorted(pairs)))[:200], quoted(written))
        return pairs[written]

    def _shown(self, row: Row, source: Source, value: object) -> str:
        return quoted(row.cells.get(source.column) if source.column and row.cells.get(source.column) else value)


def as_cell(given: Cell | bool | int | float) -> Cell:
    """A constant of the mapping as if it stood in a cell."""
    return Decimal(str(given)) if isinstance(given, int | float) and not isinstance(given, bool) else given


def constant(value: Constant, kind: Kind) -> Value:
    """A value that the mapping itself writes."""
    return list(value) if isinstance(value, list) else kind(as_cell(value), CANONICAL)

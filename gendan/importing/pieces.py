"""Whole pieces: what the unit of an item allows (SAL-3, WHS-3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from contracts.texts import Text, said
from contracts.units import fits_unit
from gendan.importing.records import Record
from gendan.importing.report import Fault

COUNTED = ("quantity", "reorder_point", "safety_stock")


def broken_in(record: Record, units: Mapping[str, str]) -> list[Fault]:
    """The quantities of a record that are no whole pieces of an item that these files count in pieces."""
    places = [(record.file, record.row, record.values, record.columns)]
    places += [(line.file, line.row, line.values, line.columns) for line in record.lines]
    return [
        Fault(file, row, columns.get(name, name), _whole(units[item], item), repr(f"{told.normalize():f}"))
        for file, row, values, columns in places
        for item in [str(values.get("item"))]
        if item in units
        for name, told in _counted(values)
        if not fits_unit(told, units[item])
    ]


def _whole(unit: str, item: str) -> str:
    return said(Text("whole {unit} of {item}", unit=unit, item=item))


def _counted(values: Mapping[str, object]) -> Iterator[tuple[str, Decimal]]:
    yield from ((name, told) for name in COUNTED if isinstance(told := values.get(name), Decimal))

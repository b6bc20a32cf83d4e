"""An inspected lot, and what was found of each class of defects, as papers tell it (WHS-4, WHS-5)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chassis.papers.sheet import Column, Table
from chassis.papers.written import quantity
from contracts.texts import Text
from contracts.value import Value

CLASSES = {"critical": Text("critical defects"), "major": Text("major defects"), "minor": Text("minor defects")}
SEVERITIES = {"normal": Text("normal"), "tightened": Text("tightened"), "reduced": Text("reduced")}


class Found(Value):
    """One class of defects: of so many pieces drawn so many were bad, and at most ``accept`` may be.

    ``severity`` is that of ISO 2859-1 by which they were drawn; empty on papers of before.
    """

    defects: str
    size: int
    accept: int
    found: int
    severity: str = ""


def lot_table(item: str, name: str, lot: str, amount: Decimal, unit: str) -> Table:
    columns = (
        Column(label=Text("Item")),
        Column(label=Text("Description")),
        Column(label=Text("Lot")),
        Column(label=Text("Quantity"), number=True),
    )
    return Table(columns=columns, rows=((item, name, lot, quantity(amount, unit)),))


def defects_table(defects: Sequence[Found]) -> Table:
    columns = (
        Column(label=Text("Defects")),
        Column(label=Text("Inspection severity")),
        Column(label=Text("Drawn"), number=True),
        Column(label=Text("Found"), number=True),
        Column(label=Text("Allowed"), number=True),
    )
    return Table(columns=columns, rows=tuple(map(_row, defects)))


def _row(one: Found) -> tuple[Text | str, ...]:
    return CLASSES[one.defects], SEVERITIES.get(one.severity, ""), str(one.size), str(one.found), str(one.accept)

"""Everything that an import would post, and every fault of the source; nothing is posted here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gendan.importing.books import Books
from gendan.importing.mapping import Mapping
from gendan.importing.pieces import broken_in
from gendan.importing.records import Record, shifted
from gendan.importing.report import Fault
from gendan.importing.table import TableReader
from gendan.importing.targets import TARGETS


@dataclass
class Plan:
    """What is ready, in the order in which it is brought."""

    records: dict[str, list[Record]] = field(default_factory=lambda: {name: [] for name in TARGETS})
    faults: list[Fault] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    """The targets that the mapping brings."""


def make_plan(source: Path, mapping: Mapping, today: date) -> Plan:
    """Read all tables; ``today`` is the day to which shifted dates move."""
    plan, books = Plan(), Books(source, mapping.maps)
    told: set[Fault] = set()  # several tables may read one file, several rows belong to one order
    for table in mapping.tables:
        records, faults = TableReader(table, books, today).read()
        plan.records[table.target] += shifted(records, today) if table.shift_so_that_first else records
        plan.faults += [fault for fault in dict.fromkeys(faults) if fault not in told]
        told.update(faults)
        plan.read.add(table.target)
    refuse_broken(plan)
    return plan


def refuse_broken(plan: Plan) -> None:
    """Nobody delivers half a piece: what an item's unit does not allow is refused with its place (SAL-3, WHS-3)."""
    units = {str(item.values["item"]): str(item.values.get("unit", "pcs")) for item in plan.records["items"]}
    for name in ("orders", "stock"):
        broken = {id(record): faults for record in plan.records[name] if (faults := broken_in(record, units))}
        plan.records[name] = [record for record in plan.records[name] if id(record) not in broken]
        plan.faults += [fault for faults in broken.values() for fault in faults]

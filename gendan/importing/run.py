"""Import of master data and orders from CSV and XLSX files through a mapping file (SAL-2, ALL-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gendan.importing.checks import check_mapping
from gendan.importing.foresight import foreseen
from gendan.importing.mapping import read_mapping
from gendan.importing.plan import Plan, make_plan
from gendan.importing.posting import Away, Progress, key_of, post_orders, put_all
from gendan.importing.records import Record
from gendan.importing.report import ImportReport
from world.arrival import Arrival
from world.client import Api


def silent(_target: str, _done: int, _of: int) -> None:
    """Shows no progress."""


async def run_import(
    source: Path,
    mapping: Path,
    api: Api,
    *,
    arrive: bool = False,
    today: date,
    progress: Progress = silent,
) -> ImportReport:
    """Bring everything that ``mapping`` finds in ``source`` (a folder or one file) to its owners, each row once.

    A bad row is reported and the good ones are taken. ``today`` is the business date: shifted dates begin there.
    An order with a date of arrival comes back in ``report.arrivals``, to be sent on its day; with ``arrive`` it is
    posted now like all others. When a department stops answering, so does the import. Raises BadMapping.
    """
    plan = _read(source, mapping, today)
    report = ImportReport(faults=plan.faults)
    now, later = _parted(plan.records["orders"], arrive)
    report.arrivals = [Arrival(on, key_of(record, source), record.body) for on, record in later]
    plan.records["orders"] = now
    try:
        await _bring(plan, api, source, report, progress)
    except Away as away:
        report.faults.append(away.fault)
    return report


def try_import(source: Path, mapping: Path, *, today: date) -> ImportReport:
    """What an import would find in the files; no department is asked, nothing is posted. Raises BadMapping."""
    plan = _read(source, mapping, today)
    read = Counter({name: len(records) for name, records in plan.records.items() if records})
    return ImportReport(dry_run=True, taken=read, faults=plan.faults, notes=foreseen(plan, today))


def _read(source: Path, mapping: Path, today: date) -> Plan:
    read = read_mapping(mapping)
    check_mapping(mapping, read)
    return make_plan(source, read, today)


def _parted(orders: Sequence[Record], arrive: bool) -> tuple[list[Record], list[tuple[date, Record]]]:
    """The orders that are posted now, and those that come on their day, by date."""
    now, later = [], []
    for record in orders:
        on = record.values.get("arrives")
        if isinstance(on, date) and not arrive:
            later.append((on, record))
        else:
            now.append(record)
    return now, sorted(later, key=lambda one: (one[0], one[1].row))


async def _bring(plan: Plan, api: Api, source: Path, report: ImportReport, progress: Progress) -> None:
    for name, records in plan.records.items():
        if not records:
            continue
        bring = post_orders if name == "orders" else put_all
        await bring(api, records, source, report, progress)

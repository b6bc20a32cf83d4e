"""Bringing records to their owners, each once."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gendan.importing.known import KnownOrders, ask_known, note_of
from gendan.importing.records import Record
from gendan.importing.report import Fault, ImportReport
from world.client import Answer, Api, Somebody

BROUGHT_BY = "gendan.import"
PUTS_AT_ONCE, ORDERS_PER_CALL = 50, 500
KEY_LENGTH_MAX = 200
UNREACHABLE = "unreachable"
EXTENSION = re.compile(r"\.\w+(?=\[|$)")

KNOWN_ALREADY = ("key-used-for-another-body", "po-says-otherwise", "po-is-over")
"""What sales answers of a PO that is an order already, by its key or by its number."""

Progress = Callable[[str, int, int], None]
"""Target, rows done, rows in all."""


class Away(Exception):
    """A department stopped answering; ``fault`` tells which, at the first row that was not taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def key_of(record: Record, source: Path) -> str:
    """The idempotency key: of an order its file and row alone, so that it is taken once for ever; of master data

    also what it says and when the file was written, so that a corrected row is taken again.
    """
    key = quote(f"{EXTENSION.sub('', record.file)}:{record.target.name}:{record.key}", safe=":/")
    if not record.target.line_fields:
        key += ":" + hashlib.sha256(f"{record.body} {_changed(source, record.file)}".encode()).hexdigest()[:16]
    return key if len(key) <= KEY_LENGTH_MAX else hashlib.sha256(key.encode()).hexdigest()


def _changed(source: Path, file: str) -> int:
    path = source / file.partition("[")[0] if source.is_dir() else source
    return path.stat().st_mtime_ns


async def put_all(api: Api, records: Sequence[Record], source: Path, report: ImportReport, progress: Progress) -> None:
    """Master data of one target, some at a time."""
    for start in range(0, len(records), PUTS_AT_ONCE):
        part = records[start : start + PUTS_AT_ONCE]
        answers = await asyncio.gather(*(_put(api, record, source) for record in part))
        for record, answer in zip(part, answers, strict=True):
            note(report, record, answer)
        _insist_answered(part, answers)
        progress(records[0].target.name, start + len(part), len(records))


async def _put(api: Api, record: Record, source: Path) -> Answer:
    key = key_of(record, source)
    return await _somebody(api, record).put(record.target.department, record.path, record.body, key=key)


async def post_orders(
    api: Api, records: Sequence[Record], source: Path, report: ImportReport, progress: Progress
) -> None:
    """Orders, many to a call; one that sales has already is told as known."""
    sales = _somebody(api, records[0])
    known = await ask_known(sales, records)
    for start in range(0, len(records), ORDERS_PER_CALL):
        part = records[start : start + ORDERS_PER_CALL]
        items = [(key_of(record, source), record.body) for record in part]
        answers = await sales.batch("sales", "/orders/batch", items)
        for record, answer in zip(part, answers, strict=True):
            note_order(report, record, answer, known)
        _insist_answered(part, answers)
        progress("orders", start + len(part), len(records))


def _somebody(api: Api, record: Record) -> Somebody:
    return api.acting_as(BROUGHT_BY, *record.target.roles)


def note(report: ImportReport, record: Record, answer: Answer) -> None:
    """Put the answer in the report."""
    if answer.ok:
        report.taken[record.target.name] += 1
    elif answer.problem != UNREACHABLE:
        report.faults += faults_of(record, answer)


def _insist_answered(records: Sequence[Record], answers: Sequence[Answer]) -> None:
    """One fault, and no more tries, when a department has gone: a fault per row would hide it."""
    for record, answer in zip(records, answers, strict=True):
        if answer.problem == UNREACHABLE:
            came = f"{answer.body.get('detail', 'nothing')}; import again when it runs, nothing is taken twice"
            raise Away(Fault(record.file, record.row, "", f"an answer of {record.target.department}", came))


def note_order(report: ImportReport, record: Record, answer: Answer, known: KnownOrders) -> None:
    """Put the answer in the report; sales answers alike of an order that it took and of one that it had."""
    held = known.find(record)
    if answer.problem in KNOWN_ALREADY or (held and answer.ok):
        report.known["orders"] += 1
        report.notes.append(note_of(record, held, answer))
        return
    note(report, record, answer)
    if answer.ok:
        known.add(record, answer)


def faults_of(record: Record, answer: Answer) -> list[Fault]:
    """The department's faults at the place in the source that they are about."""
    problem = answer.body if isinstance(answer.body, dict) else {}
    named = problem.get("faults") or [{"field": "", "expected": _rule(record, problem, answer), "came": record.key}]
    return [_fault(record, one) for one in named]


def _rule(record: Record, problem: dict[str, Any], answer: Answer) -> str:
    return f"what {record.target.department} takes: {problem.get('detail') or f'HTTP {answer.status}'}"


def _fault(record: Record, one: dict[str, Any]) -> Fault:
    name = str(one.get("field", "")).removeprefix("body.")
    parts = name.split(".")
    line = int(parts[1]) if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit() else None
    file, row = (record.file, record.row)
    if line is not None and line < len(record.lines):
        file, row = record.lines[line].file, record.lines[line].row
    return Fault(file, row, record.columns.get(name, name), str(one.get("expected")), str(one.get("came")))

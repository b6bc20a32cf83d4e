"""Bringing records to their owners, each once."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from contracts.texts import Text, said
from gendan.importing.held import UNREACHABLE, Silent, State, ask_held, differences, unchanged
from gendan.importing.known import KnownOrders, ask_known, note_of
from gendan.importing.news import News, news
from gendan.importing.records import Record
from gendan.importing.refusals import faults_of, unanswered
from gendan.importing.report import Fault, ImportReport
from world.client import Answer, Api, Somebody

BROUGHT_BY = "gendan.import"
PUTS_AT_ONCE, ORDERS_PER_CALL = 50, 500
KEY_LENGTH_MAX = 200
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


def key_of(record: Record, source: Path, held: State | None = None) -> str:
    """The idempotency key: of an order its file and row alone, so that it is taken once for ever; of master data

    also what it says, when the file was written, and what it changes, so that a corrected row is taken again.
    """
    key = quote(f"{EXTENSION.sub('', record.file)}:{record.target.name}:{record.key}", safe=":/")
    if not record.target.line_fields:
        changes = "".join(f" {one}" for one in differences(record, held)) if held is not None else ""
        content = f"{record.body} {_changed(source, record.file)}{changes}"
        key += ":" + hashlib.sha256(content.encode()).hexdigest()[:16]
    return key if len(key) <= KEY_LENGTH_MAX else hashlib.sha256(key.encode()).hexdigest()


def _changed(source: Path, file: str) -> int:
    path = source / file.partition("[")[0] if source.is_dir() else source
    return path.stat().st_mtime_ns


async def put_all(api: Api, records: Sequence[Record], source: Path, report: ImportReport, progress: Progress) -> None:
    """Master data of one target, some at a time: what its department has already is not brought again."""
    who = _somebody(api, records[0])
    held = await _ask_held(who, records)
    for start in range(0, len(records), PUTS_AT_ONCE):
        part = [news(*one) for one in zip(records[start:][:PUTS_AT_ONCE], held[start:], strict=False)]
        brought = [one for one in part if one.brings]
        answers = await asyncio.gather(*(_put(who, one, source) for one in brought))
        report.notes += [told for one in part for told in one.notes]
        report.known += Counter(one.record.target.name for one in part if not one.brings)
        for one, answer in zip(brought, answers, strict=True):
            note_news(report, one, answer)
        _insist_answered([one.record for one in brought], answers)
        progress(records[0].target.name, start + len(part), len(records))


async def _ask_held(who: Somebody, records: Sequence[Record]) -> list[State | None]:
    try:
        return await ask_held(who, records)
    except Silent as silent:
        raise Away(unanswered(records[0], silent.answer)) from None


async def _put(who: Somebody, one: News, source: Path) -> Answer:
    record = one.record
    return await who.put(record.target.department, record.path, record.body, key=key_of(record, source, one.held))


def note_news(report: ImportReport, one: News, answer: Answer) -> None:
    """Put the answer in the report: what is in the department as it was before is known, not taken."""
    if answer.ok and one.held is not None and unchanged(one.record, one.held, answer):
        report.known[one.record.target.name] += 1
        return
    note(report, one.record, answer)
    if answer.ok and one.changes:
        told = Text("{key} changed: {changes}", key=one.record.key, changes=", ".join(map(str, one.changes)))
        report.notes.append(f"{one.record.file}:{one.record.row}: {said(told)}")


async def post_orders(
    api: Api, records: Sequence[Record], source: Path, report: ImportReport, progress: Progress
) -> None:
    """Orders, many to a call; one that sales has already is told as known."""
    sales = _somebody(api, records[0])
    known = await ask_known(sales, records)
    if known.moved:
        told = Text(
            "orders known already: shifted to today, their dates stand {days} days later than when they were taken; "
            "compared without that",
            days=known.moved.days,
        )
        report.notes.append(said(told))
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
            raise Away(unanswered(record, answer))


def note_order(report: ImportReport, record: Record, answer: Answer, known: KnownOrders) -> None:
    """Put the answer in the report; sales answers alike of an order that it took and of one that it had."""
    held = known.find(record)
    if answer.problem in KNOWN_ALREADY or (held and answer.ok):
        report.known["orders"] += 1
        report.notes.append(note_of(record, held, answer, known.moved))
        return
    note(report, record, answer)
    if answer.ok:
        known.add(record, answer)

"""What stands in a department's tables and cannot be meant: found, and written at the nearest bound.

Releases of before let in dates that stand for "not known", dates in columns of days, and codes that are no currency.
A row with one is read at the nearest bound already (``chassis.stored``); here it is told by table, row and field, and
healed when an administrator asks for it. What only a person can decide is told with what to do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chassis.handling import Db, House
from contracts.currencies import EVER, OFTEN_MEANT
from contracts.scalars import DAY_FIRST, DAY_LAST, DAYS_MAX

LOOK_LIMIT_S = 600.0
DATED = re.compile(r"(^|_)(on|at|by|from|due|was|since|wanted|promised|expected|forecast|until|day|dated|shipment)$")
"""The names that dates and times have, here and in the contracts (a test compares them)."""
DOCUMENTS = ("json", "jsonb")
DAYS = re.compile(r"(^|_)days$")
A_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?|-?infinity")
ODD = (
    r'"(0\d{3}|1[0-8]\d\d|19[0-6]\d|2[2-9]\d\d|[3-9]\d{3})-\d\d-\d\d["T]|"-?infinity"|days": ?-|days": ?\d{4,}'
    r'|"currency": ?"(?!(' + "|".join(EVER) + r')")'
)
"""What a document's text holds when there may be something to find."""

PATIENCE = f"SET LOCAL statement_timeout = {LOOK_LIMIT_S * 1_000:.0f}"
COLUMNS = """
SELECT c.relname AS in_table, a.attname AS name, format_type(a.atttypid, NULL) AS kind
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY($1::text[])
  AND format_type(a.atttypid, NULL) IN ('date', 'timestamp with time zone', 'json', 'jsonb', 'integer', 'text')
  AND a.attgenerated = ''
ORDER BY 1, a.attnum
"""
KEYS = """
SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = $1::regclass AND i.indisprimary
"""
DATES = "NOT {column} BETWEEN $1::{kind} AND $2::{kind}"
TOO_MANY_DAYS = "NOT {column} BETWEEN $1 AND $2"
ODD_TEXT = "{column}::text ~ $1"
BLANKS = r"{column} <> btrim(regexp_replace(normalize({column}, NFKC), '\s+', ' ', 'g'))"
SAME_BUT_FOR_BLANKS = "the same as another but for blanks? then it came twice: undo one of the two where it is kept"
LOOK = 'SELECT ctid, jsonb_build_object({row}) AS in_row, {column}::text AS came FROM "{table}" WHERE {odd}'
FOR_UPDATE = " FOR UPDATE"
WRITE = 'UPDATE "{table}" SET {column} = $2::text::{kind} WHERE ctid = $1'
RECORD = """
INSERT INTO healed (who, why, in_table, in_row, field, came, became)
SELECT $1, $2, f.in_table, f.in_row::jsonb, f.field, f.came, f.became
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS f(in_table, in_row, field, came, became)
"""


@dataclass(frozen=True)
class Finding:
    """A value that cannot be meant; ``becomes`` is None when a person must decide, as ``note`` says."""

    table: str
    row: str
    """The row's primary key, as JSON."""
    field: str
    came: str
    becomes: str | None
    note: str = ""


@dataclass(frozen=True)
class Column:
    """Where to look."""

    in_table: str
    name: str
    kind: str


async def examine(db: Db, house: House) -> list[Finding]:
    """Inside a transaction: all that is found, nothing changed and nothing locked."""
    columns = await _columns(db, house)
    return [finding for column in columns for _, findings in await _in_column(db, column) for finding in findings]


async def heal(db: Db, house: House, who: str, why: str) -> list[Finding]:
    """Inside a transaction: write what can be healed, record it, and give all that was found.

    Column after column: a row that was written lies somewhere else afterwards.
    """
    found: list[Finding] = []
    for column in await _columns(db, house):
        for writing, findings in await _in_column(db, column, FOR_UPDATE):
            if any(finding.becomes is not None for finding in findings):
                await db.execute(*writing)
            found += findings
    await _record(db, who, why, [finding for finding in found if finding.becomes is not None])
    return found


async def _record(db: Db, who: str, why: str, healed: Sequence[Finding]) -> None:
    columns = [(f.table, f.row, f.field, f.came, f.becomes) for f in healed]
    if columns:
        await db.execute(RECORD, who, why, *(list(column) for column in zip(*columns, strict=True)))


Writing = tuple[str, Any, str]
"""A statement, the row's place and the column's new text."""


async def _columns(db: Db, house: House) -> list[Column]:
    await db.execute(PATIENCE)
    return [Column(**dict(row)) for row in await db.fetch(COLUMNS, tables_of(house))]


def tables_of(house: House) -> list[str]:
    """The department's own tables, by its migrations."""
    texts = (file.read_text() for file in sorted(house.migrations.glob("*.sql")))
    return sorted({name for text in texts for name in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?\"?(\w+)", text)})


async def _in_column(db: Db, column: Column, lock: str = "") -> list[tuple[Writing, list[Finding]]]:
    keys = [row["name"] for row in await db.fetch(KEYS, column.in_table)]
    if not _is_of_interest(column, keys):
        return []
    found = []
    look, *limits = _look(column, keys)
    for row in await db.fetch(look + lock, *limits, timeout=LOOK_LIMIT_S):
        healed, findings = _healed(column, row["came"], row["in_row"])
        statement = WRITE.format(table=column.in_table, column=column.name, kind=column.kind)
        if findings:
            found.append(((statement, row["ctid"], healed), findings))
    return found


def _is_of_interest(column: Column, keys: Sequence[str]) -> bool:
    """Counts of days by their name; of texts what names the row."""
    if column.kind == "integer":
        return bool(DAYS.search(column.name))
    return column.kind != "text" or column.name in keys


def _look(column: Column, keys: Sequence[str]) -> tuple[Any, ...]:
    odd, limits = _odd(column)
    row = ", ".join(f"'{key}', \"{key}\"" for key in keys)
    return LOOK.format(row=row, column=f'"{column.name}"', table=column.in_table, odd=odd), *limits


def _odd(column: Column) -> tuple[str, tuple[Any, ...]]:
    named = {"column": f'"{column.name}"', "kind": column.kind}
    if column.kind in DOCUMENTS:
        return ODD_TEXT.format(**named), (ODD,)
    if column.kind == "text":
        return BLANKS.format(**named), ()
    if column.kind == "integer":
        return TOO_MANY_DAYS.format(**named), (0, DAYS_MAX)
    return DATES.format(**named).replace("$1", f"'{DAY_FIRST}'").replace("$2", f"'{DAY_LAST}'"), ()


def _healed(column: Column, came: str, row: str) -> tuple[str, list[Finding]]:
    """The column's new text, and what was wrong with the old one."""
    if column.kind == "text":
        return came, [Finding(column.in_table, row, column.name, came, None, SAME_BUT_FOR_BLANKS)]
    if column.kind not in DOCUMENTS:
        becomes = _nearest_days(int(came)) if column.kind == "integer" else _nearest_day(came)
        return str(becomes), [Finding(column.in_table, row, column.name, came, str(becomes))]
    document = json.loads(came)
    findings = [replace(f, table=column.in_table, row=row) for f in faults_in(document)]
    return json.dumps(document, ensure_ascii=False), findings


def faults_in(document: Any) -> Iterator[Finding]:
    """What cannot be meant in a document, which is healed in place as the iteration goes on."""
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        at, part = waiting.pop()
        for name, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
            place = f"{at}.{name}" if at else str(name)
            if isinstance(value, dict | list):
                waiting.append((place, value))
            elif (finding := _fault(place, str(name), value)) is not None:
                yield finding
                if finding.becomes is not None:
                    part[name] = _nearest_days(value) if isinstance(value, int) else finding.becomes


def _fault(place: str, name: str, value: Any) -> Finding | None:
    if DAYS.search(name) and isinstance(value, int) and value != _nearest_days(value):
        return Finding("", "", place, str(value), str(_nearest_days(value)))
    if not isinstance(value, str):
        return None
    if DATED.search(name) and A_DAY.fullmatch(value) and value != (near := _nearest_day(value)):
        return Finding("", "", place, value, near)
    if name == "currency" and value not in EVER:
        meant = OFTEN_MEANT.get(value)
        note = "no currency of ISO 4217; put it anew" + (f" ({meant} is meant?)" if meant else "")
        return Finding("", "", place, value, None, note)
    return None


def _nearest_days(days: int) -> int:
    return min(max(days, 0), DAYS_MAX)


def _nearest_day(text: str) -> str:
    """The text itself when its day is within bounds; else the bound, at noon of UTC where it was a time."""
    if text.startswith("-") or text.endswith("BC"):
        return str(DAY_FIRST)
    if text == "infinity":
        return str(DAY_LAST)
    day = text[:10]
    if str(DAY_FIRST) <= day <= str(DAY_LAST) and _is_day(day):
        return text
    bound = DAY_FIRST if day < str(DAY_FIRST) else DAY_LAST
    return f"{bound}T12:00:00Z" if len(text) > len(day) else str(bound)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False

"""What a field may hold, and how it is read from a cell."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from pydantic import TypeAdapter

from contracts.currencies import currency_of
from contracts.scalars import Code, Country, CustomsCode, Day, Reference, Told
from contracts.texts import Expected, Text, said
from gendan.importing.cells import Cell, Kind, Since1904, Unfit, Value, plain
from gendan.importing.figures import bounded
from gendan.importing.format import SERIAL, Format

CANONICAL = Format(dates=("%Y-%m-%d",))
"""How a mapping file itself writes values."""
DAY: TypeAdapter[date] = TypeAdapter(Day)
SERIALS = range(25_569, 109_575)
"""Days since 1899-12-30, as spreadsheets count: 1970 to 2199."""


def yes_no(cell: Cell, form: Format) -> bool:
    if isinstance(cell, bool):
        return cell
    written = plain(cell).lower()
    if written not in form.yes + form.no:
        raise Unfit(said(Text("one of {choices}", choices=form.yes + form.no)))
    return written in form.yes


def day(cell: Cell, form: Format) -> date:
    return bounded(_day(cell, form), DAY)


def _day(cell: Cell, form: Format) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    written = plain(cell)
    for pattern in form.dates:
        try:
            return (
                _serial(cell if isinstance(cell, Decimal) else Decimal(written))
                if pattern == SERIAL
                else _written(written, pattern)
            )
        except (ValueError, ArithmeticError):
            continue
    # A spreadsheet that shows a date as a number has stored it as one.
    if isinstance(cell, Decimal) and int(cell) in SERIALS:
        return _serial(cell)
    raise Unfit(said(Text("a date like {pattern}", pattern=" / ".join(form.dates))))


def _written(written: str, pattern: str) -> date:
    return datetime.strptime(written, pattern).date()  # noqa: DTZ007  a calendar date has no zone


def _serial(days: Decimal) -> date:
    if int(days) not in SERIALS:
        raise ValueError(days)
    return (date(1904, 1, 1) if isinstance(days, Since1904) else date(1899, 12, 30)) + timedelta(int(days))


def words(cell: Cell, _form: Format) -> list[str]:
    """Several texts, parted by ; or 、"""
    return [word.strip() for word in re.split(r"[;；、]", plain(cell)) if word.strip()]


def like(pattern: str, called: Text) -> Kind:
    """A text of a certain form."""

    def kind(cell: Cell, _form: Format) -> str:
        if not re.fullmatch(pattern, plain(cell)):
            raise Unfit(said(called))
        return plain(cell)

    return kind


def typed(door: TypeAdapter[str], called: Text | None = None) -> Kind:
    """A text as the company's doors take it."""

    def kind(cell: Cell, _form: Format) -> Value:
        try:
            return bounded(plain(cell), door)
        except Unfit as unfit:
            raise Unfit(said(called) if called else str(unfit)) from None

    return kind


code = typed(TypeAdapter(Code), Text("a code of letters, digits, points, _ and -, at most 64, such as K-101"))
reference = typed(TypeAdapter(Reference))
told = typed(TypeAdapter(Told))
country = typed(TypeAdapter(Country), Text("a country of ISO 3166-1 by its two letters, such as CN, DE or US"))
customs_code = typed(
    TypeAdapter(CustomsCode),
    Text("a customs code of 6, 8, 10 or 13 digits, as text so that no 0 is lost, such as 0901.21"),
)
grade = like(r"[ABC]", Text("a grade: A, B or C"))
mode = like(r"sea|air|rail|road|multimodal", Text("a mode: sea, air, rail, road or multimodal"))


def currency(cell: Cell, _form: Format) -> str:
    """A code; whether it is money on a day is ``current``."""
    return plain(cell)


@cache
def current(written: str, on: date) -> str:
    """A currency that is money on the day; raises Unfit with the one that was meant, else with all that there are."""
    try:
        return currency_of(written, on)
    except Expected as fault:
        told = fault.text.told
        known = told | {"accepted": () if told["near"] else told["accepted"]}
        wanted = Text(
            "a currency of ISO 4217 ([{gone} is none on {day}; ][did you mean {near}?][one of {accepted}])", **known
        )
        raise Unfit(said(wanted)) from None

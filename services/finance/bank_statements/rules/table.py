"""A table of a bank as CSV, read by the columns that the account names (FIN-2)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from pydantic import BaseModel, ConfigDict

from chassis.csv_faults import wanted_for
from contracts.scalars import Currency
from contracts.texts import Text
from services.finance.bank_statements.rules.form import Entry, Reading, Statement

Row = dict[str, str]


class Columns(BaseModel):
    """What the columns of a bank's table are called; an empty one is not there."""

    model_config = ConfigDict(frozen=True)

    date: str
    amount: str = ""
    """With its sign; or ``credit`` and ``debit``, both without."""
    credit: str = ""
    debit: str = ""
    currency: str = ""
    reference: str = ""
    text: str = ""
    payer: str = ""
    payer_account: str = ""
    day: str = "%Y-%m-%d"
    """How a date is written (strptime)."""
    decimal: Literal[".", ","] = "."

    @property
    def named(self) -> set[str]:
        return {name for name in (self.date, *self._amounts, self.currency, *self._others) if name}

    @property
    def _amounts(self) -> tuple[str, ...]:
        return (self.amount,) if self.amount else (self.credit, self.debit)

    @property
    def _others(self) -> tuple[str, ...]:
        return (self.reference, self.text, self.payer, self.payer_account)


class OwnAccount(BaseModel):
    """An account of the company; ``csv`` where its bank gives tables."""

    model_config = ConfigDict(frozen=True)

    currency: Currency
    csv: Columns | None = None


def read(content: str, accounts: Mapping[str, OwnAccount]) -> Reading:
    """The table as a statement without balances, of the account whose columns it has."""
    reading, lines = Reading(), content.splitlines() or [""]
    delimiter = max(",;\t", key=lines[0].count)
    try:
        rows = list(csv.DictReader(lines, delimiter=delimiter))
    except csv.Error as fault:
        reading.wrong("file", wanted_for(fault), lines[0])
        return reading
    header = {name.strip() for name in rows[0] if name} if rows else set()
    of = [(n, a) for n, a in accounts.items() if a.csv and a.csv.named <= header]
    if len(of) != 1:
        known = tuple(", ".join(sorted(a.csv.named)) for a in accounts.values() if a.csv)
        expected = Text("the columns of one known account[: {columns}]", columns=" | ".join(known))
        reading.wrong("line 1", expected, ", ".join(sorted(header)) or lines[0])
        return reading
    ((number, account),) = of
    entries = tuple(_entries(reading, rows, account))
    reading.statements.append(
        Statement(account=number, number="", kind="list", currency=account.currency, entries=entries)
    )
    return reading


def _entries(reading: Reading, rows: list[Row], account: OwnAccount) -> Iterator[Entry]:
    columns = account.csv
    assert columns
    for line, row in enumerate(rows, 2):
        at = f"line {line}"
        cell = {name.strip(): (value or "").strip() for name, value in row.items() if name}
        day, amount = _day(reading, cell, columns, at), _amount(reading, cell, columns, at)
        if day and amount is not None:
            yield Entry(
                at=at,
                amount=amount,
                currency=cell.get(columns.currency) or account.currency,
                booked_on=day,
                bank_reference=cell.get(columns.reference, ""),
                text=cell.get(columns.text, ""),
                payer=cell.get(columns.payer, ""),
                payer_account=cell.get(columns.payer_account, ""),
            )


def _day(reading: Reading, cell: Row, columns: Columns, at: str) -> date | None:
    told = cell.get(columns.date, "")
    try:
        return datetime.strptime(told, columns.day).date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        reading.wrong(f"{at}, {columns.date}", Text("a date as {form}", form=columns.day), told)
        return None


def _amount(reading: Reading, cell: Row, columns: Columns, at: str) -> Decimal | None:
    if columns.amount:
        return _number(reading, cell.get(columns.amount, ""), columns, f"{at}, {columns.amount}")
    told = [(name, cell.get(name, "")) for name in (columns.credit, columns.debit)]
    if sum(bool(value) for _, value in told) != 1:
        expected = Text("an amount in {one} or {other}", one=columns.credit, other=columns.debit)
        reading.wrong(at, expected, " ".join(value for _, value in told))
        return None
    ((name, value),) = [(name, value) for name, value in told if value]
    number = _number(reading, value, columns, f"{at}, {name}")
    return None if number is None else (number if name == columns.credit else -abs(number))


def _number(reading: Reading, told: str, columns: Columns, at: str) -> Decimal | None:
    plain = told.replace("." if columns.decimal == "," else ",", "").replace(columns.decimal, ".")
    try:
        number = Decimal(plain.replace(" ", "").replace("\u00a0", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        reading.wrong(at, Text("an amount"), told)
        return None
    return number

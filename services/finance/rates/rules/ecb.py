"""A file of the European Central Bank's reference rates (FIN-8).

The forms that it publishes: eurofxref-daily.xml and eurofxref-hist.xml, eurofxref.csv and eurofxref-hist.csv. A rate is
how many units one euro is; what is worth in the company's currency crosses through the euro.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from chassis.csv_faults import wanted_for
from chassis.file_faults import Unreadable, came_of, in_content
from contracts.rates import HOME
from contracts.texts import Text
from services.finance.bank_statements.rules.elements import each, named, parsed

EUR = "EUR"
NONE = ("", "N/A")
"""How a table says that a currency has no rate on a day."""
PLACES = Decimal("1e-10")
DAYS = ("%Y-%m-%d", "%d %B %Y")
"""As the file of all days writes them, and as that of one day does."""


@dataclass
class Quoted:
    """What was read: by day and currency the units of one euro; and all that is wrong with the file."""

    days: dict[date, dict[str, Decimal]] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def wrong(self, at: str, expected: str | Text, came: object) -> None:
        self.faults.append({"field": in_content(at), "expected": expected, "came": came_of(came)})

    def add(self, at: str, day: str, currency: str, rate: str) -> None:
        quoted_on, units = _day(day), _number(rate)
        if quoted_on is None:
            self.wrong(f"{at}, date", Text("a date as YYYY-MM-DD"), day)
        if units is None:
            self.wrong(f"{at}, {currency}", Text("a rate above zero"), rate)
        if len(currency) != len(EUR) or not currency.isupper():
            self.wrong(f"{at}, currency", Text("a currency's code"), currency)
        if quoted_on and units:
            self.days.setdefault(quoted_on, {})[currency] = units


def read(content: str, today: date) -> Quoted:
    """The days of a file, and all at once what is wrong with it."""
    quoted = Quoted()
    if content.lstrip("\ufeff \n\r\t").startswith("<"):
        _read_xml(content.lstrip("\ufeff"), quoted)
    else:
        _read_table(content.lstrip("\ufeff"), quoted)
    if not quoted.faults and not any(day <= today for day in quoted.days):
        quoted.wrong("file", Text("rates of {today} or before", today=today), "")
    for day in [day for day, rates in quoted.days.items() if HOME not in rates and not quoted.faults]:
        quoted.wrong(f"{day}", Text("a rate of {currency}, the company's own", currency=HOME), "")
    return quoted


def values_of(units: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What one unit of each currency is worth in the company's own, through the euro."""
    own = units[HOME]
    crossed = {currency: (own / rate).quantize(PLACES) for currency, rate in units.items() if currency != HOME}
    return {**crossed, EUR: own}


def _read_xml(content: str, quoted: Quoted) -> None:
    try:
        root = parsed(content)
    except Unreadable as fault:
        quoted.wrong("file", Text("a readable {format} file", format="XML"), fault.came)
        return
    for place, day in enumerate(each(root, "Cube/Cube"), start=1):
        for one in each(day, "Cube"):
            at = f"{named(day)} {place}"
            quoted.add(at, day.get("time", ""), one.get("currency", ""), one.get("rate", ""))
    if not quoted.days and not quoted.faults:
        quoted.wrong("file", Text("days with rates, as the ECB publishes them"), named(root))


def _read_table(content: str, quoted: Quoted) -> None:
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(content.splitlines()) if row]
    except csv.Error as fault:
        quoted.wrong("file", wanted_for(fault), content)
        return
    if not rows or rows[0][0] != "Date":
        quoted.wrong("line 1", Text("a table that begins with {head}", head="Date, USD, …"), rows[0] if rows else "")
        return
    for line, row in enumerate(rows[1:], start=2):
        for currency, rate in _cells(rows[0], row):
            quoted.add(f"line {line}", row[0], currency, rate)


def _cells(head: list[str], row: list[str]) -> Iterator[tuple[str, str]]:
    pairs = zip(head[1:], row[1:], strict=False)
    return ((currency, rate) for currency, rate in pairs if currency and rate not in NONE)


def _day(written: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 – a day has no zone
        except ValueError:
            continue
    return None


def _number(written: str) -> Decimal | None:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() and Decimal("1e-6") < number < 10**8 else None

"""MT940 (SWIFT customer statement), read by the library mt-940 (FIN-2).

Its signs of reversals and its details of any length are asked for; what it makes of ``:86:`` drops text before the
first keyword, so that the line is taken as it came and read here. A file goes in as a handle: what happens to be a
path is else read from there. The year of an entry date is that nearest to its value date; the library keeps the value
date's unless they lie 330 days apart.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import mt940

from chassis.file_faults import damaged
from contracts.texts import Text
from services.finance.bank_statements.rules.form import Entry, Reading, Statement

OPTIONS = mt940.Options.all()
AS_IT_CAME: Any = {"post_transaction_details": []}
KEYWORD = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|PURP)\+")
SUBFIELD = re.compile(r"\?(\d\d)")
NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED"})
BALANCES = {
    "opening": ("final_opening_balance", "intermediate_opening_balance"),
    "closing": ("final_closing_balance", "intermediate_closing_balance"),
}


def read(content: str) -> Reading:
    """All statements of the file, and all that is wrong with them."""
    reading = Reading()
    try:
        found = mt940.parse_statements(StringIO(content), processors=AS_IT_CAME, options=OPTIONS)
    except Exception:  # the library raises anything, in words for who writes programs
        reading.wrong("file", Text("a readable {format} file", format="MT940"), damaged("MT940"))
        return reading
    for n, one in enumerate(found, 1):
        _statement(reading, one, f"statement {n}")
    if not reading.statements and not reading.faults:
        reading.wrong("file", Text("a readable {format} file", format="MT940"), "")
    return reading


def _statement(reading: Reading, told: Any, at: str) -> None:
    data = told.data
    number, page = data.get("statement_number") or "", data.get("sequence_number") or "1"
    opening, closing = (_balance(data, names) for names in BALANCES.values())
    wanted = {":25:": data.get("account_identification"), ":28C:": number, ":60F:": opening, ":62F:": closing}
    for tag, value in wanted.items():
        if not value:
            reading.wrong(f"{at}, {tag}", Text("a value"), "")
    if opening is None or closing is None:
        return
    entries = tuple(
        entry for n, one in enumerate(told.transactions, 1) if (entry := _entry(reading, one.data, f"{at}, entry {n}"))
    )
    reading.statements.append(
        Statement(
            account=str(data.get("account_identification") or "").strip(),
            number=f"{closing.date.year}-{number}/{page}",
            kind="statement",
            currency=str(opening.amount.currency),
            sequence=int(number) if number.isdecimal() else None,
            page=int(page) if page.isdecimal() else 1,
            last="final_closing_balance" in data,
            year=closing.date.year,
            opening=Decimal(opening.amount.amount),
            closing=Decimal(closing.amount.amount),
            entries=entries,
        )
    )


def _balance(data: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((data[name] for name in names if data.get(name)), None)


def _entry(reading: Reading, data: dict[str, Any], at: str) -> Entry | None:
    amount, value_on = data.get("amount"), data.get("date")
    if amount is None or value_on is None:
        reading.wrong(f"{at}, :61:", Text("a date and an amount"), data.get("id") or "")
        return None
    value_day = date(value_on.year, value_on.month, value_on.day)
    parts = _parts(data.get("transaction_details") or "")
    return Entry(
        at=at,
        amount=Decimal(amount.amount),
        currency=str(amount.currency),
        booked_on=_next_to(value_day, data.get("entry_date")),
        value_on=value_day,
        bank_reference=_reference(data.get("bank_reference")),
        end_to_end=parts.get("EREF", "") or _reference(data.get("customer_reference")),
        text=parts["text"],
        payer=parts.get("payer", ""),
        payer_account=parts.get("account", ""),
        reversal=str(data.get("status", "")).upper().startswith("R"),
    )


def _next_to(value_on: date, entry: Any) -> date:
    """The day and month of the entry date, in the year in which it is nearest to the value date."""
    if entry is None:
        return value_on
    candidates = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        try:
            candidates.append(date(year, entry.month, entry.day))
        except ValueError:  # the 29th of February of another year
            continue
    return min(candidates, key=lambda day: abs(day - value_on))


def _parts(details: str) -> dict[str, str]:
    """Of ``:86:``: what it is for, who pays, from which account; subfields ``?20`` to ``?29`` and ``?60`` to ``?63``
    are one text, cut where the line ended."""
    _, *pairs = SUBFIELD.split(details.replace("\n", ""))
    if not pairs:
        plain = " ".join(details.split())
        return {"text": plain, **_keywords(plain)}
    by_number = list(zip(pairs[::2], pairs[1::2], strict=True))
    purpose = "".join(said for n, said in by_number if "20" <= n <= "29" or "60" <= n <= "63").strip()
    payer = "".join(said for n, said in by_number if n in ("32", "33")).strip()
    account = "".join(said for n, said in by_number if n in ("31", "38")).strip()
    return {"text": purpose, "payer": payer, "account": account, **_keywords(purpose)}


def _keywords(purpose: str) -> dict[str, str]:
    _, *pairs = KEYWORD.split(purpose)
    return {name: said.strip() for name, said in zip(pairs[::2], pairs[1::2], strict=True)}


def _reference(told: Any) -> str:
    plain = str(told or "").strip()
    return "" if plain.upper() in NO_REFERENCE else plain

"""A file of a bank, whatever its format: decoded, read, and looked through (FIN-2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from chassis.file_faults import Unreadable
from contracts.rates import Values
from contracts.scalars import DAY_FIRST
from contracts.texts import Text
from services.finance.bank_statements.rules import camt, mt940, table
from services.finance.bank_statements.rules.elements import parsed
from services.finance.bank_statements.rules.form import Entry, Reading, Statement, fits
from services.finance.bank_statements.rules.table import OwnAccount

DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\bencoding=["']([\w.-]+)["']""")
SWIFT = re.compile(r"^:20:", re.MULTILINE)
GUESSED = ("utf-8-sig", "gb18030", "latin-1")
AHEAD_DAYS = 31
"""No bank books further ahead than that."""


def decoded(content: bytes) -> str:
    """By the encoding that it declares; else UTF-8, else what Chinese banks write, else Western European."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    declared = DECLARED.match(content)
    for encoding in ((declared[1].decode(),) if declared else ()) + GUESSED:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def text_of(content: str, came: bytes) -> str:
    """What came in base64 by its encoding; what came as a text is that text, whatever encoding it declares."""
    return content if came == content.encode() else decoded(came)


def read(content: str, accounts: Mapping[str, OwnAccount], values: Values, today: date) -> Reading:
    """The statements of a file, and all at once what is wrong with it."""
    reading = _read(content.lstrip("\ufeff"), accounts)
    reading.statements = [one.but(account="".join(one.account.split())) for one in reading.statements]
    for statement in reading.statements:
        _look_through(reading, statement, accounts, values, today)
    return reading


def _read(content: str, accounts: Mapping[str, OwnAccount]) -> Reading:
    if content.lstrip().startswith("<"):
        try:
            return camt.read(parsed(content))
        except Unreadable as fault:
            broken = Reading()
            broken.wrong("file", Text("a readable {format} file", format="XML"), fault.came)
            return broken
    return mt940.read(content) if SWIFT.search(content) else table.read(content, accounts)


def _look_through(
    reading: Reading, statement: Statement, accounts: Mapping[str, OwnAccount], values: Values, today: date
) -> None:
    known = accounts.get(statement.account)
    if accounts and known is None:
        reading.wrong(f"{statement.account}, account", Text("a known account: {known}", known=tuple(accounts)), "")
    currency = known.currency if known else statement.currency
    for entry in statement.entries:
        _look_at(reading, entry, statement, currency, values, today)
    if statement.opening is not None and statement.closing is not None:
        moved = sum((entry.amount for entry in statement.entries if entry.booked), Decimal(0))
        if statement.opening + moved != statement.closing:
            expected = Text("a closing balance of {amount}, by its entries", amount=f"{statement.opening + moved:f}")
            reading.wrong(f"{statement.number}, closing", expected, f"{statement.closing:f}")


def _look_at(reading: Reading, entry: Entry, statement: Statement, currency: str, values: Values, today: date) -> None:
    if entry.currency != currency:
        reading.wrong(f"{entry.at}, currency", currency, entry.currency)
    elif currency not in values:
        reading.wrong(f"{entry.at}, currency", Text("a currency with a rate"), currency)
    elif not fits(entry.amount, currency):
        whole = Text("whole minor units of {currency}", currency=currency)
        reading.wrong(f"{entry.at}, amount", whole, f"{entry.amount:f}")
    if not entry.booked_on >= DAY_FIRST or (entry.booked_on - today).days > AHEAD_DAYS:
        reading.wrong(f"{entry.at}, date", Text("a date until {last}", last=today), entry.booked_on)
    if statement.kind == "notice" and entry.booked and not entry.bank_reference:
        reading.wrong(f"{entry.at}, AcctSvcrRef", Text("the bank's reference, by which its statement is known"), "")

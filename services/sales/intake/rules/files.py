"""A file with orders, whatever its form: read, and what of it is kept with each order (SAL-2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from contracts.texts import Text
from services.sales.intake.rules.edifact import charset_of, is_interchange
from services.sales.intake.rules.in_files import Reading
from services.sales.intake.rules.mail import Mail, is_mail, mail_of
from services.sales.intake.rules.orders_message import read_orders
from services.sales.intake.rules.sheet import is_sheet, read_sheet

ORDERS_MAX = 500
Kind = Literal["edifact", "sheet", "mail", "shop", "note", "unknown"]


@dataclass(frozen=True)
class Evidence:
    """The file as it came; who sent or said it, and what its attachments are called."""

    kind: Kind
    sha256: str
    content: bytes = field(repr=False)
    sender: str = ""
    subject: str = ""
    attachments: tuple[str, ...] = ()


def read(content: bytes) -> tuple[Reading, Evidence]:
    """The orders of a file, and all at once what is wrong with it."""
    mail = mail_of(content) if is_mail(content) else None
    reading, kind = _of_mail(mail) if mail else _of_file(content)
    if not (reading.faults or 1 <= len(reading.orders) <= ORDERS_MAX):
        reading.wrong("the file", Text("1 to {most} orders", most=ORDERS_MAX), len(reading.orders))
    named = (mail.sender, mail.subject, tuple(name for name, _ in mail.attachments)) if mail else ()
    return reading, Evidence(kind, sha256(content).hexdigest(), content, *named)


def _of_file(content: bytes, named: str = "") -> tuple[Reading, Kind]:
    if is_sheet(content):
        return read_sheet(content, named), "sheet"
    text = content.decode(charset_of(content), "replace")
    if is_interchange(text) and "\0" not in text:
        return read_orders(text), "edifact"
    reading = Reading()
    expected = Text("UN/EDIFACT from UNA or UNB on, an XLSX file, or a mail with such a file")
    reading.wrong(named or "the file", expected, text.replace("\0", " ").strip()[:20])
    return reading, "unknown"


def _of_mail(mail: Mail) -> tuple[Reading, Kind]:
    """Its attachments one by one; one of another kind, as a PDF, is kept and not read."""
    whole = Reading(sender=mail.sender)
    for name, content in mail.attachments:
        reading, kind = _of_file(content, name)
        if kind == "unknown":
            whole.passed_over.append(Text("{name} is kept, not read", name=name))
        else:
            whole.add(reading)
    return whole, "mail"

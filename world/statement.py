"""A bank's statement as a file: camt.053.001.08 of ISO 20022."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True)
class Paid:
    """One payment: ``reference`` is the bank's name of it."""

    payer: str
    amount: Decimal
    reference: str
    text: str
    day: date


def camt053(account: str, currency: str, day: date, paid: Sequence[Paid]) -> str:
    """Everything that came in until a day; what came before is no part of its balances."""
    total = sum((one.amount for one in paid), Decimal(0))
    number = hashlib.sha256(" ".join(one.reference for one in paid).encode()).hexdigest()[:12]
    root = Element("Document", xmlns=SPACE)
    statement = SubElement(SubElement(root, "BkToCstmrStmt"), "Stmt")
    _add(statement, "Id", f"{day:%Y%m%d}-{currency}-{number}")
    _add(statement, "Acct/Id/Othr/Id", account)
    for code, balance in (("OPBD", Decimal(0)), ("CLBD", total)):
        one = SubElement(statement, "Bal")
        _add(one, "Tp/CdOrPrtry/Cd", code)
        _amount(one, balance, currency)
    for each in paid:
        _entry(statement, currency, each)
    return tostring(root, encoding="unicode")


def _entry(statement: Element, currency: str, paid: Paid) -> None:
    entry = SubElement(statement, "Ntry")
    _amount(entry, paid.amount, currency)
    _add(entry, "Sts/Cd", "BOOK")
    _add(entry, "BookgDt/Dt", paid.day.isoformat())
    _add(entry, "AcctSvcrRef", paid.reference)
    details = SubElement(SubElement(entry, "NtryDtls"), "TxDtls")
    _add(details, "RltdPties/Dbtr/Pty/Nm", paid.payer)
    _add(details, "RmtInf/Ustrd", paid.text)


def _amount(parent: Element, amount: Decimal, currency: str) -> None:
    SubElement(parent, "Amt", Ccy=currency).text = f"{amount:f}"
    _add(parent, "CdtDbtInd", "CRDT")


def _add(parent: Element, path: str, said: str) -> None:
    for name in path.split("/"):
        parent = SubElement(parent, name)
    parent.text = said

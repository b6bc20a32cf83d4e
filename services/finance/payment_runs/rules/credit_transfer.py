"""A payment run as the bank takes it: ISO 20022, CustomerCreditTransferInitiation (pain.001.001.09)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from services.finance.bill.rules.run import PaymentRun, RunPayment
from services.finance.payee.rules import IBAN, BankAccount

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
NAME_MAX, REMITTANCE_MAX = 140, 140


class Debtor(NamedTuple):
    """Who pays, from which account."""

    name: str
    account: str
    bic: str

    @property
    def wanting(self) -> bool:
        return not all(self)


def credit_transfer(run: PaymentRun, debtor: Debtor, created: datetime) -> bytes:
    """One transfer for each bill, with its number for the supplier; names stay in their own letters."""
    document = Element("Document", xmlns=NAMESPACE)
    initiation = SubElement(document, "CstmrCdtTrfInitn")
    header = SubElement(initiation, "GrpHdr")
    _texts(header, MsgId=run.number, CreDtTm=created.strftime("%Y-%m-%dT%H:%M:%SZ"), **_sums(run))
    _text(SubElement(header, "InitgPty"), "Nm", debtor.name[:NAME_MAX])
    block = SubElement(initiation, "PmtInf")
    _texts(block, PmtInfId=run.number, PmtMtd="TRF", **_sums(run))
    _text(SubElement(block, "ReqdExctnDt"), "Dt", run.pay_on.isoformat())
    _text(SubElement(block, "Dbtr"), "Nm", debtor.name[:NAME_MAX])
    _account(block, "DbtrAcct", debtor.account)
    _agent(block, "DbtrAgt", debtor.bic)
    for place, payment in enumerate(run.payments, 1):
        if payment.account:
            _transfer(block, run, payment, payment.account, run.named(place))
    written: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return written


def _transfer(block: Element, run: PaymentRun, payment: RunPayment, account: BankAccount, name: str) -> None:
    one = SubElement(block, "CdtTrfTxInf")
    _text(SubElement(one, "PmtId"), "EndToEndId", name)
    amount = SubElement(SubElement(one, "Amt"), "InstdAmt", Ccy=run.currency)
    amount.text = f"{payment.amount:f}"
    _agent(one, "CdtrAgt", account.bic)
    _text(SubElement(one, "Cdtr"), "Nm", account.holder[:NAME_MAX])
    _account(one, "CdtrAcct", account.number)
    _text(SubElement(one, "RmtInf"), "Ustrd", payment.number[:REMITTANCE_MAX])


def _sums(run: PaymentRun) -> dict[str, str]:
    return {"NbOfTxs": str(len(run.payments)), "CtrlSum": f"{run.total:f}"}


def _account(parent: Element, tag: str, number: str) -> None:
    """An IBAN by its own field; any other number, as Chinese banks have, as ``Othr``."""
    named = SubElement(SubElement(parent, tag), "Id")
    plain = number.replace(" ", "")
    if IBAN.fullmatch(plain):
        _text(named, "IBAN", plain)
    else:
        _text(SubElement(named, "Othr"), "Id", number)


def _agent(parent: Element, tag: str, bic: str) -> None:
    _text(SubElement(SubElement(parent, tag), "FinInstnId"), "BICFI", bic)


def _texts(parent: Element, **texts: str) -> None:
    for tag, text in texts.items():
        _text(parent, tag, text)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text

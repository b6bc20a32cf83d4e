"""camt.053 and camt.054 (ISO 20022, versions 001.02 to 001.08): statements and notices of a bank (FIN-2).

``CdtDbtInd`` says which way money moved, also of a reversal (``RvslInd``). Only ``BOOK`` is booked. An entry with more
than one ``TxDtls`` that name their amounts is a batch, which is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from contracts.texts import Text
from services.finance.bank_statements.rules.elements import each, first, text
from services.finance.bank_statements.rules.form import Entry, Kind, Reading, Statement

DOCUMENTS: tuple[tuple[str, Kind], ...] = (
    ("BkToCstmrStmt/Stmt", "statement"),
    ("BkToCstmrDbtCdtNtfctn/Ntfctn", "notice"),
)
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NONREF"})


def read(root: Element) -> Reading:
    """All statements of the file, and all that is wrong with them."""
    reading = Reading()
    for path, kind in DOCUMENTS:
        for n, element in enumerate(each(root, path), 1):
            _Report(reading, element, kind, f"{kind} {n}").read()
    if not reading.statements and not reading.faults:
        reading.wrong("file", Text("camt.053 or camt.054 with a statement"), "")
    return reading


@dataclass(frozen=True)
class _Report:
    reading: Reading
    element: Element
    kind: Kind
    at: str

    def read(self) -> None:
        element = self.element
        account = text(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
        number = text(element, "Id")
        for name, told in (("Acct/Id", account), ("Id", number)):
            if not told:
                self.reading.wrong(f"{self.at}, {name}", Text("a value"), "")
        entries = tuple(entry for n, ntry in enumerate(each(element, "Ntry"), 1) for entry in self._entry(ntry, n))
        currency = text(element, "Acct/Ccy") or next((e.currency for e in entries), "") or self._balance_currency()
        sequence = text(element, "ElctrncSeqNb", "LglSeqNb")
        self._counted()
        opening, closing = self._balance(OPENING), self._balance(CLOSING)
        if self.kind == "statement" and (opening is None or closing is None):
            self.reading.wrong(f"{self.at}, Bal", Text("an opening and a closing balance"), "")
        self.reading.statements.append(
            Statement(
                account=account,
                number=f"{number}/{text(element, 'StmtPgntn/PgNb')}".rstrip("/"),
                kind=self.kind,
                currency=currency,
                sequence=int(sequence) if sequence.isdecimal() else None,
                page=int(text(element, "StmtPgntn/PgNb") or 1),
                last=text(element, "StmtPgntn/LastPgInd") != "false",
                year=self._year(entries),
                opening=opening,
                closing=closing,
                entries=entries,
            )
        )

    def _year(self, entries: tuple[Entry, ...]) -> int:
        made = text(self.element, "CreDtTm")[:4]
        return int(made) if made.isdecimal() else max((entry.booked_on.year for entry in entries), default=0)

    def _counted(self) -> None:
        told, came = text(self.element, "TxsSummry/TtlNtries/NbOfNtries"), len([*each(self.element, "Ntry")])
        if told and told != str(came):
            self.reading.wrong(f"{self.at}, NbOfNtries", Text("{count} entries", count=told), came)

    def _balance(self, codes: tuple[str, ...]) -> Decimal | None:
        by_code = {text(bal, "Tp/CdOrPrtry/Cd"): bal for bal in each(self.element, "Bal")}
        found = next((by_code[code] for code in codes if code in by_code), None)
        return None if found is None else self._signed(found, f"{self.at}, Bal")[0]

    def _balance_currency(self) -> str:
        amount = first(self.element, "Bal/Amt")
        return "" if amount is None else amount.get("Ccy", "")

    def _signed(self, element: Element, at: str) -> tuple[Decimal, str]:
        amount, way = first(element, "Amt", "AmtDtls/TxAmt/Amt"), text(element, "CdtDbtInd")
        told = "" if amount is None else (amount.text or "").strip()
        try:
            value = Decimal(told)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value < 0:
            self.reading.wrong(f"{at}, Amt", Text("an amount of at least 0"), told)
            value = Decimal(0)
        if way not in ("CRDT", "DBIT"):
            self.reading.wrong(f"{at}, CdtDbtInd", Text("{one} or {other}", one="CRDT", other="DBIT"), way)
        return value if way == "CRDT" else -value, "" if amount is None else amount.get("Ccy", "")

    def _day(self, element: Element, name: str, at: str) -> date | None:
        told = text(element, f"{name}/Dt", f"{name}/DtTm")[:10]
        try:
            return date.fromisoformat(told) if told else None
        except ValueError:
            self.reading.wrong(f"{at}, {name}", Text("a date as YYYY-MM-DD"), told)
            return None

    def _entry(self, ntry: Element, n: int) -> Iterator[Entry]:
        at = f"{self.at}, entry {n}"
        status = text(ntry, "Sts/Cd", "Sts")
        if status not in ("BOOK", "PDNG", "INFO", "FUTR"):
            self.reading.wrong(f"{at}, Sts", Text("{one} or {other}", one="BOOK", other="PDNG"), status)
        amount, currency = self._signed(ntry, at)
        value_on = self._day(ntry, "ValDt", at)
        booked_on = self._day(ntry, "BookgDt", at) or value_on
        if booked_on is None:
            self.reading.wrong(f"{at}, BookgDt", Text("a date as YYYY-MM-DD"), "")
            return
        whole = Entry(
            at=at,
            amount=amount,
            currency=currency,
            booked=status == "BOOK",
            booked_on=booked_on,
            value_on=value_on,
            bank_reference=_reference(text(ntry, "AcctSvcrRef")),
            end_to_end=_reference(text(ntry, "NtryDtls/Btch/PmtInfId")) if amount < 0 else "",
            text=text(ntry, "AddtlNtryInf"),
            reversal=text(ntry, "RvslInd") in ("true", "1"),
        )
        yield from self._opened(whole, [*each(ntry, "NtryDtls/TxDtls")])

    def _opened(self, whole: Entry, details: list[Element]) -> Iterator[Entry]:
        """The payments of a batch; an entry that is no batch, or of which the bank tells no amounts, is one."""
        amounts = [first(detail, "Amt", "AmtDtls/TxAmt/Amt") for detail in details]
        if len(details) < 2 or not any(amount is not None for amount in amounts):
            said = [_said(whole, detail) for detail in details]
            texts = " ".join(one.text for one in said)
            yield said[0].but(text=texts or whole.text) if said else whole
            return
        parts = [self._part(whole, detail, n) for n, detail in enumerate(details, 1)]
        if sum((part.amount for part in parts), Decimal(0)) != whole.amount:
            told = " + ".join(f"{part.amount:f}" for part in parts)
            self.reading.wrong(
                f"{whole.at}, TxDtls", Text("details that sum up to {amount}", amount=whole.amount), told
            )
        yield from parts

    def _part(self, whole: Entry, detail: Element, n: int) -> Entry:
        at = f"{whole.at}, detail {n}"
        own_way = text(detail, "CdtDbtInd")
        if not own_way:
            amount = first(detail, "Amt", "AmtDtls/TxAmt/Amt")
            value = self._plain("" if amount is None else (amount.text or "").strip(), at)
            signed, currency = value.copy_sign(whole.amount), "" if amount is None else amount.get("Ccy", "")
        else:
            signed, currency = self._signed(detail, at)
        if currency != whole.currency:
            self.reading.wrong(f"{at}, Ccy", whole.currency, currency)
        reference = _reference(text(detail, "Refs/AcctSvcrRef")) or (
            f"{whole.bank_reference}#{n}" if whole.bank_reference else ""
        )
        return _said(whole.but(at=at, amount=signed, bank_reference=reference), detail)

    def _plain(self, told: str, at: str) -> Decimal:
        try:
            return abs(Decimal(told))
        except InvalidOperation:
            self.reading.wrong(f"{at}, Amt", Text("an amount of at least 0"), told)
            return Decimal(0)


def _said(entry: Entry, detail: Element) -> Entry:
    """The entry with what the details say of who paid, for what."""
    structured = text(detail, "RmtInf/Strd/CdtrRefInf/Ref")
    documents = [text(one, "Nb") for one in each(detail, "RmtInf/Strd/RfrdDocInf")]
    free = " ".join(" ".join((one.text or "").split()) for one in each(detail, "RmtInf/Ustrd"))
    said = " ".join(part for part in (structured, *documents, free, text(detail, "AddtlTxInf")) if part)
    return entry.but(
        bank_reference=entry.bank_reference or _reference(text(detail, "Refs/AcctSvcrRef")),
        end_to_end=_reference(text(detail, "Refs/EndToEndId")),
        text=said or entry.text,
        payer=text(detail, "RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm", "RltdPties/UltmtDbtr/Nm"),
        payer_account=text(detail, "RltdPties/DbtrAcct/Id/IBAN", "RltdPties/DbtrAcct/Id/Othr/Id"),
    )


def _reference(told: str) -> str:
    return "" if told.upper() in NO_REFERENCE else told

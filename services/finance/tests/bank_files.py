"""Small files of banks: accounts, people and amounts are made up."""

from __future__ import annotations

from dataclasses import dataclass

ACCOUNT = "DE02120300000000202051"


@dataclass(frozen=True)
class Line:
    """One entry; ``amount`` with its sign; ``details``: amount and text of each payment of a batch."""

    amount: str
    text: str = ""
    reference: str = ""
    payer: str = "Alfreds"
    payer_account: str = ""
    status: str = "BOOK"
    reversal: bool = False
    details: tuple[tuple[str, str], ...] = ()
    day: str = "2026-03-02"
    end_to_end: str = ""
    batch: str = ""
    """The name of a batch that the bank executed as one."""


def camt(*lines: Line, kind: str = "053", version: str = "02", **told: str) -> str:
    """``told``: number, sequence, opening, closing, currency, account, count."""
    currency, opening = told.get("currency", "USD"), told.get("opening", "1000.00")
    booked = sum(float(line.amount) for line in lines if line.status == "BOOK")
    closing = told.get("closing", f"{float(opening) + booked:.2f}")
    top, one = ("BkToCstmrStmt", "Stmt") if kind == "053" else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    balances = _balance("OPBD", opening, currency) + _balance("CLBD", closing, currency) if kind == "053" else ""
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}">'
        f"<{top}><GrpHdr><MsgId>M1</MsgId></GrpHdr><{one}><Id>{told.get('number', 'S-1')}</Id>"
        f"<ElctrncSeqNb>{told.get('sequence', '1')}</ElctrncSeqNb><CreDtTm>2026-03-03T05:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{told.get('account', ACCOUNT)}</IBAN></Id><Ccy>{currency}</Ccy></Acct>{balances}"
        f"<TxsSummry><TtlNtries><NbOfNtries>{told.get('count', len(lines))}</NbOfNtries></TtlNtries></TxsSummry>"
        + "".join(_entry(line, version, currency) for line in lines)
        + f"</{one}></{top}></Document>"
    )


def _way(amount: str) -> str:
    return "DBIT" if amount.startswith("-") else "CRDT"


def _balance(code: str, amount: str, currency: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount.lstrip('-')}</Amt>"
        f"<CdtDbtInd>{_way(amount)}</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>"
    )


def _entry(line: Line, version: str, currency: str) -> str:
    new = version == "08"
    status = f"<Cd>{line.status}</Cd>" if new else line.status
    details = "".join(_detail(line, amount, text, new, currency) for amount, text in line.details or [("", line.text)])
    return (
        f"<Ntry><Amt Ccy='{currency}'>{line.amount.lstrip('-')}</Amt><CdtDbtInd>{_way(line.amount)}</CdtDbtInd>"
        f"<RvslInd>{str(line.reversal).lower()}</RvslInd><Sts>{status}</Sts><BookgDt><Dt>{line.day}</Dt></BookgDt>"
        f"<ValDt><Dt>{line.day}</Dt></ValDt><AcctSvcrRef>{line.reference}</AcctSvcrRef>"
        f"<NtryDtls>{_batch(line) or details}</NtryDtls></Ntry>"
    )


def _batch(line: Line) -> str:
    return f"<Btch><PmtInfId>{line.batch}</PmtInfId></Btch>" if line.batch else ""


def _detail(line: Line, amount: str, text: str, new: bool, currency: str) -> str:
    name = f"<Pty><Nm>{line.payer}</Nm></Pty>" if new else f"<Nm>{line.payer}</Nm>"
    plain = f"<Amt Ccy='{currency}'>{amount}</Amt>"
    told = (plain if new else f"<AmtDtls><TxAmt>{plain}</TxAmt></AmtDtls>") if amount else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{line.end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>{told}"
        f"<RltdPties><Dbtr>{name}</Dbtr><DbtrAcct><Id><IBAN>{line.payer_account}</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )


def mt940(*lines: str, number: str = "00001/001", opening: str = "C260301USD1000,00", closing: str = "") -> str:
    """``lines``: of ``:61:`` and ``:86:`` as a bank writes them."""
    body = "\n".join(lines)
    return f":20:S1\n:25:{ACCOUNT}\n:28C:{number}\n:60F:{opening}\n{body}\n:62F:{closing}\n-\n"

"""Entries that balance (FIN-3). An account is named by its number in the chart of accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.value import Value
from services.finance.account.rules.values import ZERO

BANK = "1002"
RECEIVABLE = "1122"
ADVANCES = "2203"
TAX = "2221"
OVERPAID = "2241"
SUSPENSE = "224101"
REVENUE = "6001"
FREIGHT = "6051"
EXCHANGE = "6061"
BANK_CHARGES = "6603"

Kind = Literal["invoice", "credit", "payment", "refund", "receipt", "reversal", "exchange"]


class Posting(Value):
    """One side of an entry: a debit or a credit of an account, of an invoice where it is a receivable's."""

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    invoice_id: UUID | None = None


class Entry(Value):
    """Postings in one currency whose debits equal their credits; anything else cannot be made (ValueError)."""

    kind: Kind
    document: str
    order_id: UUID | None
    customer: str
    currency: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        debit, credit = sum(p.debit for p in self.postings), sum(p.credit for p in self.postings)
        if debit != credit:
            raise ValueError(f"{self.kind} {self.document}: debit {debit}, credit {credit}")


def debit(account: str, amount: Decimal, invoice_id: UUID | None = None) -> Posting:
    return Posting(account=account, debit=amount, invoice_id=invoice_id)


def credit(account: str, amount: Decimal, invoice_id: UUID | None = None) -> Posting:
    return Posting(account=account, credit=amount, invoice_id=invoice_id)


def moving(*postings: Posting) -> tuple[Posting, ...]:
    """The postings that move something."""
    return tuple(posting for posting in postings if posting.debit != posting.credit)

"""Differences of exchange, realised when something of an invoice is posted, unrealised at a month's end (FIN-8).

Source: IAS 21, 28; 企业会计准则第19号, 第十一条.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import rounded
from contracts.rates import HOME
from services.finance.account.rules.entries import (
    EXCHANGE_DIFFERENCE,
    PAYABLE,
    RECEIVABLE,
    VALUATION,
    Entry,
    Kind,
    Posting,
    either_way,
    moving,
)

RateDay = Literal["day", "month"]
"""Whose rate a document takes: that of its own day, or that of its month's first day."""
RECEIPTS: tuple[Kind, ...] = ("payment", "reversal", "refund", "payout")
OPENING: tuple[Kind, ...] = ("invoice", "bill")
"""What makes a receivable or payable: at its rate all that follows is compared."""


@dataclass(frozen=True)
class Valued:
    """An invoice or bill: how much of its worth is gained by other rates than its own, and how much of it is booked."""

    invoice_id: UUID
    account: str
    document: str
    order_id: UUID | None
    customer: str
    supplier: str
    gained: Decimal
    booked: Decimal


@dataclass(frozen=True)
class Open:
    """What is open of an account in a currency at a month's end gains so much until then; unrounded."""

    account: str
    currency: str
    gained: Decimal


def by_month(invoice: RateDay, receipt: RateDay, bill: RateDay) -> list[Kind]:
    """The kinds of entries that take the rate of their month's first day."""
    kinds: dict[tuple[Kind, ...], RateDay] = {("invoice", "credit"): invoice, RECEIPTS: receipt, ("bill",): bill}
    return [kind for each, day in kinds.items() if day == "month" for kind in each]


def touched(entries: Iterable[Entry]) -> list[UUID]:
    """The foreign invoices and bills of which something is posted after they were made."""
    foreign = (e for e in entries if e.currency != HOME and e.kind not in OPENING)
    lines = (line for entry in foreign for line in entry.postings if line.account in (RECEIVABLE, PAYABLE))
    return sorted({line.invoice_id for line in lines if line.invoice_id})


def realised(valued: Valued) -> tuple[Entry, ...]:
    """What is not booked yet of the difference; so all parts sum up to the rounded whole."""
    postings = _difference(valued.account, rounded(valued.gained, HOME) - valued.booked, valued.invoice_id)
    entry = Entry(
        kind="exchange",
        document=valued.document,
        order_id=valued.order_id,
        customer=valued.customer,
        supplier=valued.supplier,
        currency=HOME,
        postings=postings,
    )
    return (entry,) if postings else ()


def unrealised(month: str, found: Iterable[Open], *, back: bool) -> list[Entry]:
    """For a month's last day; ``back``: the same the other way round, for the first day after it."""
    sums = ((one, rounded(-one.gained if back else one.gained, HOME)) for one in found)
    posted = ((one, _difference(one.account, amount)) for one, amount in sums)
    return [
        Entry(kind="revaluation", document=f"{month} {one.currency}", currency=HOME, postings=postings)
        for one, postings in posted
        if postings
    ]


def _difference(account: str, amount: Decimal, invoice_id: UUID | None = None) -> tuple[Posting, ...]:
    """Above zero a debit of the receivable's or payable's valuation, and a gain."""
    of = either_way(VALUATION[account], amount).but(invoice_id=invoice_id)
    return moving(of, either_way(EXCHANGE_DIFFERENCE, -amount))

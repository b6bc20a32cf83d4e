"""Differences of exchange, realised when something is settled, unrealised at a month's end (FIN-8).

One rule for every account: what goes is worth what it was worth when it came. So all differences of an order sum up to
what its money was worth when the bank had it, less what was invoiced was worth on that day.

Source: IAS 21, 28; IFRIC 22 (an advance keeps its rate); 企业会计准则第19号, 第十一条.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

from contracts.money import rounded
from contracts.rates import HOME
from services.finance.account.rules.entries import (
    ADVANCES,
    EXCHANGE_DIFFERENCE,
    NOT_BILLED,
    OVERPAID,
    PAYABLE,
    RECEIVABLE,
    SUSPENSE,
    VALUATION,
    Entry,
    Kind,
    Posting,
    either_way,
    moving,
)
from services.finance.account.rules.values import ZERO

RateDay = Literal["day", "month"]
"""Whose rate a document takes: that of its own day, or that of its month's first day."""
RECEIPTS: tuple[Kind, ...] = ("payment", "reversal", "refund", "payout", "exchange")
BILLS: tuple[Kind, ...] = ("bill", "bill_credit", "claim")
OF: Mapping[str, Literal["invoice_id", "purchase_id", "receipt_id", "order_id"]] = {
    RECEIVABLE: "invoice_id",
    PAYABLE: "invoice_id",
    NOT_BILLED: "purchase_id",
    SUSPENSE: "receipt_id",
    ADVANCES: "order_id",
    OVERPAID: "order_id",
}
"""What stands on an account by itself: one document, one purchase, one receipt, what one order has there."""
DOCUMENTS = (RECEIVABLE, PAYABLE)
"""Invoices and bills: all that is posted of one, also what is owed again, is compared with the rate of its own day."""
OPENING: tuple[tuple[Kind, str], ...] = (
    ("invoice", RECEIVABLE), ("bill", PAYABLE), ("claim", PAYABLE), ("receipt", SUSPENSE),
)  # fmt: skip
"""Where nothing can be gained yet."""


class Item(NamedTuple):
    """What stands on an account by itself."""

    account: str
    id: UUID


class Move(NamedTuple):
    """A debit of it, below zero a credit, at the rate of its day."""

    amount: Decimal
    rate: Decimal


@dataclass(frozen=True)
class Valued:
    """All that was posted of an item, and how much of its worth by other rates is booked."""

    item: Item
    moves: tuple[Move, ...]
    booked: Decimal
    about: Mapping[str, Any]
    """What its entries are about: document, order_id, customer, supplier."""


@dataclass(frozen=True)
class Open:
    """What is open of an account in a currency at a month's end gains so much until then; unrounded."""

    account: str
    currency: str
    gained: Decimal


def by_month(invoice: RateDay, receipt: RateDay, bill: RateDay) -> list[Kind]:
    """The kinds of entries that take the rate of their month's first day."""
    kinds: dict[tuple[Kind, ...], RateDay] = {("invoice", "credit"): invoice, RECEIPTS: receipt, BILLS: bill}
    return [kind for each, day in kinds.items() if day == "month" for kind in each]


def day_of(day: date, whose: RateDay) -> date:
    """The day whose rate something of this day takes."""
    return day.replace(day=1) if whose == "month" else day


def touched(entries: Iterable[Entry]) -> set[Item]:
    """What in foreign currencies may gain or lose by these entries."""
    foreign = ((entry, line) for entry in entries if entry.currency != HOME for line in entry.postings)
    named = ((_item(entry, line), entry.kind) for entry, line in foreign if line.account in OF)
    return {item for item, kind in named if item and (kind, item.account) not in OPENING}


def _item(entry: Entry, line: Posting) -> Item | None:
    of = OF[line.account]
    found = entry.order_id if of == "order_id" else getattr(line, of)
    return Item(line.account, found) if found else None


def carried(account: str, moves: Sequence[Move]) -> Decimal:
    """What is left of an item is worth at the rates at which it came; what came at several leaves at their average."""
    left = worth = ZERO
    for amount, rate in moves:
        gone = -min(abs(amount), abs(left)).copy_sign(left) if left * amount < 0 else ZERO
        worth += worth * gone / left if left + gone else -worth
        worth += (amount - gone) * (moves[0].rate if account in DOCUMENTS else rate)
        left += amount
    return worth


def realised(valued: Valued) -> tuple[Entry, ...]:
    """What is not booked yet of the difference; so all parts sum up to the rounded whole."""
    posted = sum((move.amount * move.rate for move in valued.moves), ZERO)
    gained = rounded(carried(valued.item.account, valued.moves) - posted, HOME)
    of = OF[valued.item.account]
    named = {} if of == "order_id" else {of: valued.item.id}
    postings = _difference(valued.item.account, gained - valued.booked, **named)
    return (Entry(kind="exchange", currency=HOME, postings=postings, **valued.about),) if postings else ()


def unrealised(month: str, found: Iterable[Open], *, back: bool) -> list[Entry]:
    """For a month's last day; ``back``: the same the other way round, for the first day after it."""
    sums = ((one, rounded(-one.gained if back else one.gained, HOME)) for one in found)
    posted = ((one, _difference(one.account, amount)) for one, amount in sums)
    return [
        Entry(kind="revaluation", document=f"{month} {one.currency}", currency=HOME, postings=postings)
        for one, postings in posted
        if postings
    ]


def _difference(account: str, amount: Decimal, **item: UUID) -> tuple[Posting, ...]:
    """Above zero a debit beside the account, and a gain."""
    return moving(either_way(VALUATION[account], amount).but(**item), either_way(EXCHANGE_DIFFERENCE, -amount))

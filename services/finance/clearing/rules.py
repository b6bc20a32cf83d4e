"""What is for no order a person books to an account of the ledger: a fee, wages, what was booked before (FIN-2)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.finance.account.rules.entries import ACCOUNT, OF_DOCUMENTS, Entry, either_way
from services.finance.receipt.rules import NothingLeft, Receipt, cleared


@dataclass(frozen=True)
class Book:
    """Somebody says to which account what is left of it belongs, and why."""

    receipt_id: UUID
    account: str
    reason: str
    person: str


def book(receipt: Receipt, asked: Book) -> tuple[Receipt, tuple[Entry, ...]] | Refusal:
    """All that is left; of what we paid, and booked when we decided it, the account is the bank's own."""
    if receipt.state != "waiting" or not receipt.rest:
        return NothingLeft(document=receipt.document, state=receipt.state)
    if not ACCOUNT.fullmatch(asked.account) or asked.account in OF_DOCUMENTS:
        expected = Text("an account of the ledger to which no document posts by itself, such as {known}", known="6603")
        return InvalidInput([{"field": "account", "expected": expected, "came": asked.account}])
    done, entry = cleared(receipt, "clearing", either_way(asked.account, -receipt.rest))
    return done.but(closed_by=asked.person, cleared_to=asked.account, reason=asked.reason), (entry,)

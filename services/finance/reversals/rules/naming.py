"""What a bank takes back is named by a person, where no rule knows it (FIN-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import NOTHING, Text
from services.finance.account.rules.entries import Entry
from services.finance.receipt.rules import Receipt


class NotToBeNamed(Refusal):
    """Receipt {document} is {state}; what it takes back is said of a reversal that waits."""


@dataclass(frozen=True)
class NameReversed:
    """Somebody says which receipt a reversal takes back, by the bank's name of it or by its id."""

    receipt_id: UUID
    reference: str
    person: str


def name(
    reversal: Receipt, candidates: Sequence[Receipt], asked: NameReversed
) -> tuple[Receipt, tuple[Entry, ...]] | Refusal:
    """One of its amount; it is undone by the road of all reversals, which looks at it again."""
    if reversal.own or reversal.amount.amount >= 0 or reversal.state != "waiting":
        return NotToBeNamed(document=reversal.document, state=reversal.state)
    named = [one for one in candidates if asked.reference in (one.bank_reference, one.end_to_end, str(one.receipt_id))]
    if len(named) != 1:
        known = tuple(str(one.receipt_id) if len(named) > 1 else _called(one) for one in named or candidates)
        expected = Text("what came on this account with this amount: {known}", known=known or NOTHING)
        return InvalidInput([{"field": "reference", "expected": expected, "came": asked.reference}])
    return reversal.but(takes_back=named[0].receipt_id, named_by=asked.person, state="new"), ()


def _called(receipt: Receipt) -> str:
    return receipt.bank_reference or str(receipt.receipt_id)

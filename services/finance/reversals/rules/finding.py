"""Which receipt a bank's reversal takes back, and what of it is to be undone where (FIN-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import Entry
from services.finance.account.rules.values import Booked
from services.finance.matching.rules.numbers import compact
from services.finance.receipt.rules import Receipt, set_off
from services.finance.reversals.rules.undoing import Said, undo

REFERENCE_MIN = 4
"""A shorter reference says nothing where it stands in a text."""


@dataclass(frozen=True)
class TakeBack:
    """A part of a receipt, booked for an order under a bank reference, is undone."""

    receipt_id: UUID
    original_id: UUID
    order_id: UUID
    bank_reference: str


@dataclass(frozen=True)
class Cancel:
    """What is for nothing yet is taken back without any order."""

    receipt_id: UUID
    original_id: UUID


@dataclass(frozen=True)
class Unknown:
    """No rule knows what the bank takes back."""

    receipt_id: UUID


Asked = TakeBack | Cancel | Unknown


def original_of(reversal: Receipt, candidates: Sequence[Receipt]) -> Receipt | None:
    """The one that a person named, else the one of this amount that its references or its text name, and nothing of it
    was given back by us."""
    if reversal.takes_back:
        return next((one for one in candidates if one.receipt_id == reversal.takes_back), None)
    named = [one for one in candidates if one.state != "returned" and _names(reversal, one)]
    return named[0] if len(named) == 1 else None


def _names(reversal: Receipt, one: Receipt) -> bool:
    same = (
        (reversal.bank_reference, one.bank_reference),
        (reversal.end_to_end, one.end_to_end),
        (compact(reversal.text), compact(one.text)),
    )
    told = [compact(name) for name in (one.bank_reference, one.end_to_end)]
    return any(ours and ours == his for ours, his in same) or any(
        len(name) >= REFERENCE_MIN and name in compact(reversal.text) for name in told
    )


def steps(reversal: Receipt, original: Receipt | None) -> list[Asked]:
    """What is still to be undone of it, each under the order that it is of."""
    if original is None:
        return [Unknown(reversal.receipt_id)]
    done = {part.bank_reference for part in reversal.parts}
    parts = [part for part in original.parts if part.bank_reference not in done]
    if not parts:
        return [Cancel(reversal.receipt_id, original.receipt_id)]
    ids = reversal.receipt_id, original.receipt_id
    return [TakeBack(*ids, part.order_id, part.bank_reference) for part in parts]


@dataclass
class Undoing:
    """Receipts and payments under work in one transaction; ``changed`` and ``marked`` as they are now."""

    receipts: Mapping[UUID, Receipt]
    payments: Mapping[str, Booked]
    changed: dict[UUID, Receipt] = field(default_factory=dict)
    marked: dict[str, Booked] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    """Of what is set off without any order."""

    def now(self, receipt_id: UUID) -> Receipt:
        return self.changed.get(receipt_id) or self.receipts[receipt_id]

    def wait(self, receipt_id: UUID) -> None:
        self.changed[receipt_id] = self.now(receipt_id).but(state="waiting")

    def cancel(self, asked: Cancel) -> None:
        """The rest of the one lies on suspense as the other does, with the other sign."""
        reversal, original = self.now(asked.receipt_id), self.now(asked.original_id)
        if reversal.rest + original.rest:
            self.wait(asked.receipt_id)
            return
        self.entries += set_off(reversal, original)
        self.changed[asked.receipt_id] = reversal.but(rest=reversal.rest + original.rest, state="reversed")
        self.changed[asked.original_id] = original.but(rest=original.rest * 0, state="reversed")

    def _can_be_undone(self, reversal: Receipt, booked: Booked) -> bool:
        """Once, and in its own currency: at which rate another one goes back a person must know."""
        return not booked.reversed_by and booked.amount.currency == reversal.amount.currency

    def turn(self, account: Account, asked: TakeBack, _: date) -> Turn[Said]:
        """The order without the payment; where that cannot be, the reversal waits for a person."""
        reversal, booked = self.now(asked.receipt_id), self.payments.get(asked.bank_reference)
        can = booked and self._can_be_undone(reversal, booked)
        turn = undo(account, booked, reversal.document, reversal.receipt_id) if booked and can else None
        if turn is None or booked is None:
            self.wait(asked.receipt_id)
            return Turn(account)
        original = self.now(asked.original_id)
        (part,) = [part for part in original.parts if part.bank_reference == asked.bank_reference]
        undone = part.but(amount=-part.amount, worth=booked.amount, by="")
        rest = reversal.rest + part.amount
        over = not rest and not original.rest
        self.changed[asked.receipt_id] = reversal.but(
            rest=rest, parts=(*reversal.parts, undone), customer=account.customer, state="reversed" if over else "new"
        )
        if over:
            self.changed[asked.original_id] = original.but(state="reversed")
        self.marked[asked.bank_reference] = booked.but(reversed_by=reversal.document)
        return turn

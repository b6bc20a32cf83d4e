"""Receipts that are told, corrected by another entry, and payments that are asked for and promised (SAL-16, FIN-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Never

from chassis.handling import Step
from chassis.refusal import NotFound, Refusal
from contracts.money import Money
from contracts.sales import PaymentPromised
from services.sales.order.rules.asked import OnOrder
from services.sales.receivable.rules import ZERO, AskedHow, Chase, PaidHow, Receipt, Receivable


class ReferenceNoted(Refusal):
    """A payment with the reference {reference} is noted of this order already, as entry {entry} of {amount} {currency};
    what came now is not taken. One that was noted wrongly is corrected."""

    of_input = True


class NothingToCorrect(Refusal):
    """Receipt {entry} comes to {amount} already."""

    of_input = True


@dataclass(frozen=True)
class NoteReceipt(OnOrder):
    """Somebody tells of money that the customer paid."""

    amount: Money
    received_on: date
    how: PaidHow
    reference: str
    said_by: str
    person: str


@dataclass(frozen=True)
class CorrectReceipt(OnOrder):
    """What a receipt should have been noted as; 0 when nothing was paid."""

    entry: int
    amount: Decimal
    reason: str
    person: str


@dataclass(frozen=True)
class NoteChase(OnOrder):
    """Somebody asked the customer to pay."""

    asked_on: date
    how: AskedHow
    spoke_with: str
    said: str
    promised_on: date | None
    person: str


def note(known: Receivable, asked: NoteReceipt, at: datetime) -> Step[Receivable, Never] | Refusal:
    """The same twice is one receipt; another one has another reference."""
    receipt = Receipt(
        entry=len(known.receipts) + 1,
        amount=asked.amount.amount,
        currency=asked.amount.currency,
        received_on=asked.received_on,
        how=asked.how,
        reference=asked.reference,
        said_by=asked.said_by,
        noted_by=asked.person,
        noted_at=at,
    )
    same = next((one for one in known.receipts if asked.reference and one.reference == asked.reference), None)
    if same is None:
        return Step(known.but(receipts=(*known.receipts, receipt)))
    if (same.amount, same.currency, same.received_on) == (receipt.amount, receipt.currency, receipt.received_on):
        return Step(known)
    told = {"entry": same.entry, "amount": same.amount, "currency": same.currency}
    return ReferenceNoted(reference=asked.reference, **told)


def correct(known: Receivable, asked: CorrectReceipt, at: datetime) -> Step[Receivable, Never] | Refusal:
    """An entry of the difference; what was noted stays as it is."""
    wrong = next((r for r in known.receipts if r.entry == asked.entry and r.corrects is None), None)
    if wrong is None:
        return NotFound(what="receipt", id=f"{known.number}/{asked.entry}")
    difference = asked.amount - known.standing(asked.entry)
    if difference == ZERO:
        return NothingToCorrect(entry=asked.entry, amount=asked.amount)
    about = {"entry": len(known.receipts) + 1, "amount": difference, "reference": "", "corrects": wrong.entry}
    correction = wrong.but(**about, reason=asked.reason, noted_by=asked.person, noted_at=at)
    return Step(known.but(receipts=(*known.receipts, correction)))


def chase(known: Receivable, asked: NoteChase, at: datetime) -> Step[Receivable, PaymentPromised]:
    """A promised day becomes a limit that notify watches."""
    noted = Chase(
        entry=len(known.chases) + 1,
        asked_on=asked.asked_on,
        how=asked.how,
        spoke_with=asked.spoke_with,
        said=asked.said,
        promised_on=asked.promised_on,
        noted_by=asked.person,
        noted_at=at,
    )
    after = known.but(chases=(*known.chases, noted))
    return Step(after, (_promised(after, asked.promised_on),) if asked.promised_on else ())


def _promised(known: Receivable, on: date) -> PaymentPromised:
    return PaymentPromised(order_id=known.order_id, customer=known.customer, promised_on=on)

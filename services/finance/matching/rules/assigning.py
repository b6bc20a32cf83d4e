"""A part of a receipt is assigned to what it is for, or its rest goes back (FIN-2, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.money import Money, rounded
from contracts.texts import Text
from services.finance.account.rules.account import Account
from services.finance.matching.rules.proposing import For, Owed
from services.finance.payments.rules import Payment
from services.finance.receipt.rules import Receipt, take


class OtherCurrency(Refusal):
    """Receipt {document} is in {currency}, {reference} asks {asked}."""

    of_input = True


@dataclass(frozen=True)
class Assign:
    """So much of a receipt, or all that is left of it, is for an order; ``by`` is empty where the rule says so."""

    receipt_id: UUID
    order_id: UUID
    invoice_id: UUID | None
    reference: str
    amount: Decimal | None
    by: str


@dataclass(frozen=True)
class Unclear:
    """No rule knows what a receipt is for."""

    receipt_id: UUID


@dataclass(frozen=True)
class OfCustomer:
    """Somebody says whose a receipt is, and nothing else."""

    receipt_id: UUID
    customer: str


@dataclass(frozen=True)
class GiveBack:
    """What is left of a receipt goes back to who paid it."""

    receipt_id: UUID
    person: str


def by_rule(receipt: Receipt, parts: list[For]) -> list[Assign]:
    return [
        Assign(receipt.receipt_id, part.owed.order_id, part.owed.invoice_id, part.owed.number, part.amount, "")
        for part in parts
    ]


def meant(reference: str, named: list[Owed]) -> Owed | InvalidInput | None:
    """What a person means by a number; a fault where it may be several."""
    best = [one for one in named if one.number == reference] or named
    if len({one.order_id for one in best}) > 1:
        told = tuple(sorted(one.number for one in best))
        expected = Text("the number of one order: {known}", known=told)
        return InvalidInput([{"field": "reference", "expected": expected, "came": reference}])
    return best[0] if best else None


def assign(account: Account, receipt: Receipt, asked: Assign) -> tuple[Receipt, Payment] | Refusal:
    """The receipt with its new part, and the payment that it is of the order."""
    amount = receipt.rest if asked.amount is None else asked.amount
    if account.currency != receipt.amount.currency:
        told = {"currency": receipt.amount.currency, "reference": asked.reference, "asked": account.currency}
        return OtherCurrency(document=receipt.document, **told)
    if amount != rounded(amount, account.currency):
        whole = Text("whole minor units of {currency}", currency=account.currency)
        return InvalidInput([{"field": "amount", "expected": whole, "came": f"{amount:f}"}])
    taken = take(receipt, asked.reference, account.order_id, amount, account.customer, asked.by)
    if isinstance(taken, Refusal):
        return taken
    money = Money(amount=amount, currency=account.currency)
    reference = taken.parts[-1].bank_reference
    payment = Payment(account.order_id, asked.invoice_id, account.customer, money, asked.reference, reference)
    return taken, payment

"""A part of a receipt is assigned to what it is for, or its rest goes back (FIN-2, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.money import Money, rounded
from contracts.rates import Values
from contracts.texts import Text
from services.finance.account.rules.account import Account
from services.finance.account.rules.exposure import Exposure
from services.finance.matching.rules.proposing import For, Owed
from services.finance.payments.rules import Payment
from services.finance.receipt.rules import Part, Receipt, short_of, take


class NoRate(Refusal):
    """Receipt {document} is in {currency}, {reference} asks {asked}; one of them has no rate today."""

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


def assign(account: Account, receipt: Receipt, asked: Assign, values: Values) -> tuple[Receipt, Payment] | Refusal:
    """The receipt with its new part, and the payment that it is of the order, in the order's currency (FIN-8)."""
    amount = receipt.rest if asked.amount is None else asked.amount
    if refused := short_of(receipt, amount):
        return refused
    currency = receipt.amount.currency
    worth = Exposure({currency: amount}).worth_in(account.currency, values)
    if worth is None:
        told = {"currency": currency, "reference": asked.reference, "asked": account.currency}
        return NoRate(document=receipt.document, **told)
    if amount != rounded(amount, currency) or not worth:
        whole = Text("whole minor units of {currency}", currency=currency)
        return InvalidInput([{"field": "amount", "expected": whole, "came": f"{amount:f}"}])
    money = Money(amount=worth, currency=account.currency)
    part = Part(
        order_id=account.order_id,
        number=asked.reference,
        amount=amount,
        worth=money,
        bank_reference=receipt.next_part,
        by=asked.by,
    )
    taken = take(receipt, part, account.customer)
    if isinstance(taken, Refusal):
        return taken
    about = account.order_id, asked.invoice_id, account.customer, money, asked.reference, part.bank_reference
    return taken, Payment(*about, receipt.receipt_id)

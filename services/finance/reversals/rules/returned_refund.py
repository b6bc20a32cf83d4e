"""A refund that a bank brought back is owed to the customer again, until somebody lets it go anew (FIN-2, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.finance import RefundReturned
from contracts.texts import Text
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import OVERPAID, credit
from services.finance.account.rules.values import DueBack
from services.finance.receipt.rules import NothingLeft, Receipt, cleared


@dataclass(frozen=True)
class NameRefund:
    """Somebody says of which order a refund came back."""

    receipt_id: UUID
    order_id: UUID
    person: str


def bring_back(
    account: Account, receipt: Receipt, given_back: Decimal, asked: NameRefund
) -> tuple[Receipt, Turn[RefundReturned]] | Refusal:
    """All that is left of the receipt, no more than was given back of the order, in its currency."""
    if receipt.state != "waiting" or receipt.rest <= 0:
        return NothingLeft(document=receipt.document, state=receipt.state)
    if receipt.amount.currency != account.currency or receipt.rest > given_back:
        known = Text("an order of which {amount} was given back", amount=f"{receipt.rest:f} {receipt.amount.currency}")
        came = f"{account.number}: {given_back:f} {account.currency}"
        return InvalidInput([{"field": "order", "expected": known, "came": came}])
    done, entry = cleared(receipt, "refund_return", credit(OVERPAID, receipt.rest))
    due = _due(account, receipt)
    said = RefundReturned(
        order_id=account.order_id, amount=account.money(receipt.rest), of=due.of, invoice_id=due.invoice_id
    )
    posted = entry.but(order_id=account.order_id, customer=account.customer)
    again = account.but(due_back=(*account.due_back, due))
    kept = done.but(closed_by=asked.person, customer=account.customer)
    return kept, Turn(again, (said,), (posted,))


def _due(account: Account, receipt: Receipt) -> DueBack:
    """What it was given back of is known where a person let it go."""
    same = [one for one in account.due_back if one.state == "approved" and one.amount == receipt.rest]
    of = same[-1] if same else DueBack(amount=receipt.rest, of="overpayment", document="")
    return DueBack(amount=receipt.rest, of=of.of, invoice_id=of.invoice_id, document=receipt.document)

"""A receipt: money that came, of which nobody or somebody knows what for (FIN-2).

Until it is known it lies on the suspense account. Parts of it are assigned to orders until nothing is left, or the
rest is given back. What the company paid besides its runs is kept as one below zero, until a person says what it was.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis.refusal import Refusal
from chassis.sealed import Sealed
from contracts.money import Money
from contracts.value import Value
from services.finance.account.rules import entries
from services.finance.account.rules.entries import Entry, Posting

State = Literal["new", "waiting", "assigned", "returned", "reversed", "booked"]
"""New until it was looked at by rule; waiting for a person. Booked: for no order, to an account of the ledger."""


class NothingLeft(Refusal):
    """Nothing of receipt {document} is left: it is {state}."""


class MoreThanIsLeft(Refusal):
    """Of receipt {document} {rest} {currency} is left, less than {amount}."""

    of_input = True


class Part(Value):
    """So much of it was for an order; ``by`` is empty where the rule said so."""

    order_id: UUID
    number: str
    amount: Decimal
    worth: Money
    """In the order's currency, at the rates of the day."""
    bank_reference: str
    by: str


class Receipt(Value):
    """An entry of a bank's file. ``rest`` lies on the suspense account; below zero for a reversal."""

    receipt_id: UUID
    account: str
    statement: str
    amount: Money
    rest: Decimal
    booked_on: date
    value_on: date | None = None
    bank_reference: str = ""
    end_to_end: str = ""
    text: str = ""
    payer: str = ""
    payer_account: Sealed[str] = ""
    reversal: bool = False
    takes_back: UUID | None = None
    """Of a reversal: the receipt that a person says it takes back."""
    named_by: str = ""
    customer: str = ""
    """Whose it is, once somebody knows."""
    state: State = "new"
    parts: tuple[Part, ...] = ()
    closed_by: str = ""
    """Who gave its rest back, or said what it was."""
    cleared_to: str = ""
    """The account to which a person booked what was left."""
    reason: str = ""
    """What that was, in his words."""

    @property
    def own(self) -> bool:
        """The company paid it, or a bank brings it back: no customer's money."""
        return (self.amount.amount > 0) == self.reversal

    @property
    def document(self) -> str:
        """What entries of the journal call it: the account, and the bank's name of the entry or ours."""
        return f"{self.account} {self.bank_reference or self.receipt_id}"

    @property
    def next_part(self) -> str:
        """The bank reference of its next part."""
        return f"{self.document}/{len(self.parts) + 1}" if self.parts else self.document


def came(receipt: Receipt) -> Entry:
    """The money is in the bank, and nobody knows yet what for."""
    return _moved("receipt", receipt, receipt.rest)


def take(receipt: Receipt, part: Part, customer: str) -> Receipt | Refusal:
    """With a part more. What the rule leaves it looks at again, what a person leaves waits for one."""
    if refused := short_of(receipt, part.amount):
        return refused
    rest = receipt.rest - part.amount
    state: State = "assigned" if not rest else "waiting" if part.by else "new"
    return receipt.but(parts=(*receipt.parts, part), rest=rest, customer=customer, state=state)


def exchanged(receipt: Receipt, part: Part, customer: str) -> tuple[Entry, ...]:
    """A part for an order in another currency leaves suspense in its own (FIN-8); none in the order's currency."""
    if part.worth.currency == receipt.amount.currency:
        return ()
    entry = Entry(
        kind="exchange",
        document=part.bank_reference,
        order_id=part.order_id,
        customer=customer,
        currency=receipt.amount.currency,
        postings=(on_suspense(receipt, part.amount), entries.credit(entries.EXCHANGE, part.amount)),
    )
    return (entry,)


def give_back(receipt: Receipt, by: str) -> tuple[Receipt, Entry] | Refusal:
    """The rest leaves the bank again (FIN-7)."""
    if refused := short_of(receipt, receipt.rest):
        return refused
    return receipt.but(rest=Decimal(0), state="returned", closed_by=by), _moved("refund", receipt, -receipt.rest)


def cleared(receipt: Receipt, kind: entries.Kind, posting: Posting) -> tuple[Receipt, Entry]:
    """All that is left of it goes from suspense to where ``posting`` says."""
    entry = _entry(kind, receipt, on_suspense(receipt, receipt.rest), posting)
    return receipt.but(rest=receipt.rest * 0, state="booked"), entry


def short_of(receipt: Receipt, amount: Decimal) -> Refusal | None:
    """Why so much cannot be taken of it."""
    if receipt.rest <= 0:
        return NothingLeft(document=receipt.document, state=receipt.state)
    if amount > receipt.rest:
        told = {"rest": f"{receipt.rest:f}", "currency": receipt.amount.currency, "amount": f"{amount:f}"}
        return MoreThanIsLeft(document=receipt.document, **told)
    return None


def on_suspense(receipt: Receipt, amount: Decimal) -> Posting:
    """So much less of it lies there; below zero more."""
    return entries.either_way(entries.SUSPENSE, amount).but(receipt_id=receipt.receipt_id)


def set_off(reversal: Receipt, original: Receipt) -> tuple[Entry, ...]:
    """What is for nothing yet and what the bank took back of it, both on suspense, are even."""
    postings = entries.moving(on_suspense(original, original.rest), on_suspense(reversal, reversal.rest))
    return (_entry("reversal", reversal, *postings),) if postings else ()


def _moved(kind: entries.Kind, receipt: Receipt, amount: Decimal) -> Entry:
    """Into the bank and onto suspense; below zero the way back."""
    return _entry(kind, receipt, entries.either_way(entries.BANK, amount), on_suspense(receipt, -amount))


def _entry(kind: entries.Kind, receipt: Receipt, *postings: Posting) -> Entry:
    return Entry(
        kind=kind,
        document=receipt.document,
        order_id=None,
        customer=receipt.customer,
        currency=receipt.amount.currency,
        postings=postings,
    )

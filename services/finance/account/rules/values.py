"""What an order's account is made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import BeforeValidator

from contracts.money import Money, Signature
from contracts.stages import WORDS, End
from contracts.value import Value
from services.finance.account.rules.chain import Chain

ZERO = Decimal(0)

Status = Literal["received", "confirmed", End]
"""How far finance knows an order to be."""
RANK: dict[Status, int] = {status: WORDS.index(status) for status in get_args(Status)}
WRITTEN_FOR = {"clarified": "received", "changed": "confirmed"}
"""Words in older accounts."""
StoredStatus = Annotated[Status, BeforeValidator(lambda word: WRITTEN_FOR.get(word, word))]
RefundOf = Literal["advance", "overpayment", "credit"]
RefundState = Literal["waiting", "approved", "withdrawn"]
WriteOffState = Literal["awaited", "booked", "refused", "withdrawn", "recovered"]
"""Withdrawn: paid before all had signed."""


class Advance(Value):
    """What the terms ask before release. What was ``received`` is owed to the customer until used or refunded."""

    version: int = 0
    asked: Decimal = ZERO
    received: Decimal = ZERO
    used: Decimal = ZERO
    refunded: Decimal = ZERO
    due: date | None = None
    overdue: bool = False

    @property
    def outstanding(self) -> Decimal:
        return max(self.asked - self.received, ZERO)

    @property
    def unused(self) -> Decimal:
        return self.received - self.used - self.refunded


class Judgement(Value):
    """A person's word on an order's credit (FIN-7)."""

    verdict: Literal["yes", "no"]
    reason: str
    person: str


class DueBack(Value):
    """Money of an order that a person lets go back to the customer; a liability until then (FIN-7)."""

    amount: Decimal
    of: RefundOf
    invoice_id: UUID | None = None
    document: str
    state: RefundState = "waiting"
    approved_by: str = ""


class WriteOff(Value):
    """What somebody asks to give up of an invoice, with the signatures that it has, his own first (FIN-7)."""

    number: str
    """The invoice's."""
    amount: Decimal
    reason: str
    state: WriteOffState = "awaited"
    signatures: tuple[Signature, ...]
    steps: tuple[str, ...]
    """Who signs after him, as the figures said when it was asked."""
    recovered: Decimal = ZERO
    """What of it was paid after all."""

    @property
    def chain(self) -> Chain:
        return Chain(self.signatures, self.steps, self.state)


class Settled(Value):
    """What part of a payment settled what; no invoice: the advance."""

    invoice_id: UUID | None
    number: str
    amount: Decimal
    outstanding: Decimal
    written_off: Decimal = ZERO
    """What the payment left open of the invoice and the policy gave up."""


class Booked(Value):
    """A payment as it was booked: what it settled, and what was above all that is owed."""

    bank_reference: str
    order_id: UUID
    customer: str
    reference: str
    amount: Money
    settled: tuple[Settled, ...]
    refunded: Money
    """Given back, by rule at once or when a person lets it go."""
    reversed_by: str = ""
    """The bank's entry that took it back."""

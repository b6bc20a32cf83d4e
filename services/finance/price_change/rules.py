"""A price above budget and the signatures that it has (PUR-3, FIN-7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis import handling
from contracts.finance import PriceChangeDecided
from contracts.money import Money, Signature
from contracts.value import Value
from services.finance.account.rules.chain import STEPS, Chain

State = Literal["awaited", "approved", "refused", "superseded", "withdrawn"]


class PriceChangeFields(Value):
    """What is written of a request for a price above the budget; ``signatures`` so far, the buyer's first."""

    purchase_id: UUID
    request: int
    version: int
    state: State
    item: str
    supplier: str
    quantity: Decimal
    unit_price: Money
    budget_price: Money
    signatures: tuple[Signature, ...]
    orders: tuple[UUID, ...] = ()
    steps: tuple[str, ...] = STEPS
    """Who signs it after the buyer, as the figures said when it was asked."""
    confirmed_on: date | None = None
    """When the supplier himself said that he sells at this price."""
    confirmed_way: str = ""
    """How he said so."""


class PriceChange(PriceChangeFields):
    """One request for a price above the budget."""

    @property
    def chain(self) -> Chain:
        return Chain(self.signatures, self.steps, self.state)

    @property
    def above_percent(self) -> Decimal:
        """How far the price is above the budget."""
        budget = self.budget_price.amount
        return (self.unit_price.amount - budget) / budget * 100 if budget else Decimal("Infinity")


Signed = handling.Step[PriceChange, PriceChangeDecided]


def decided(change: PriceChange, *, approved: bool) -> Signed:
    """What those who sign say to purchasing."""
    event = PriceChangeDecided(
        purchase_id=change.purchase_id,
        request=change.request,
        approved=approved,
        supplier=change.supplier,
        unit_price=change.unit_price,
        quantity=change.quantity,
        signatures=change.signatures,
        orders=change.orders,
    )
    return handling.Step(change.but(state="approved" if approved else "refused"), (event,))

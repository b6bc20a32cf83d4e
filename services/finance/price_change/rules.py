"""A price above budget and the signatures that it has (PUR-3, FIN-7)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, get_args
from uuid import UUID

from chassis import handling
from contracts.finance import PriceChangeDecided
from contracts.money import Money, Signature
from contracts.value import Value

Step = Literal["finance manager", "general manager"]
STEPS: tuple[Step, ...] = get_args(Step)
"""Who may sign after the buyer, in this order; a step is a role."""
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


class PriceChange(PriceChangeFields):
    """One request for a price above the budget."""

    @property
    def next_step(self) -> str | None:
        """Whose signature is awaited."""
        return self.steps[len(self.signatures) - 1] if self.state == "awaited" else None

    @property
    def above_percent(self) -> Decimal:
        """How far the price is above the budget."""
        budget = self.budget_price.amount
        return (self.unit_price.amount - budget) / budget * 100 if budget else Decimal("Infinity")


Signed = handling.Step[PriceChange, PriceChangeDecided]


def steps(signers: Mapping[Step, Decimal], worth: Decimal) -> tuple[str, ...]:
    """Those whose amount it is above, in their order; ``worth`` in the company's currency."""
    return tuple(step for step in STEPS if step in signers and worth > signers[step])


def signed(change: PriceChange, step: str, person: str, at: str) -> PriceChange:
    """With one more signature."""
    signature = Signature(step=step, person=person, at=at)
    return change.but(signatures=(*change.signatures, signature))


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

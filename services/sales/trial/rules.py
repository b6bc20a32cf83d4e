"""What a trial is, and what its verdicts say together (SAL-24). Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.review import Reviewer
from contracts.value import Value
from services.sales.order.rules.alternatives import Substitute
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Review


class StandsIn(Value):
    """The trial asks whether an item is free in place of what lacks of an order; sales asks that itself (SAL-10)."""

    order_id: UUID
    order_number: str
    order_version: int
    rank: int
    """Among the items that may stand in, from 1."""
    substitute: Substitute


@dataclass(frozen=True)
class Trial:
    """The document."""

    order: Order
    """The order that it would be, which is in no book; its id and number are the trial's: TR-2026-000123."""
    answered_on: date | None = None
    """When the last department had judged it."""
    promised: date | None = None
    """What an order would be promised on that day; None where something stands in the way."""
    stands_in: StandsIn | None = None
    """None where a person asks."""

    @property
    def trial_id(self) -> UUID:
        return self.order.order_id

    @property
    def number(self) -> str:
        return self.order.content.number

    @property
    def customer(self) -> str:
        return self.order.content.customer

    @property
    def feasible(self) -> bool | None:
        """None until all have judged."""
        return None if self.answered_on is None else self.promised is not None

    def judged(self, by: Reviewer, review: Review) -> Trial:
        """With a department's verdict; the first one holds, as it was on its day."""
        if by in self.order.reviews:
            return self
        return replace(self, order=self.order.but(reviews={**self.order.reviews, by: review}))

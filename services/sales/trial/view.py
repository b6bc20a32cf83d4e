"""A trial as people see it."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.order import OrderContent
from contracts.review import Reviewer
from contracts.value import Value
from services.sales.order.rules.risk import Risk
from services.sales.order.view import OrderState, ReasonState, ReviewState
from services.sales.order.view import state_of as order_state
from services.sales.trial.rules import Trial


class TrialState(Value):
    trial_id: UUID
    number: str
    customer: str
    state: Literal["requested", "answered"]
    requested_on: date
    answered_on: date | None
    feasible: bool | None
    """None until all four departments have judged."""
    promised: date | None
    """What an order would be promised, had it been placed when the last department judged (SAL-8)."""
    reasons: tuple[ReasonState, ...]
    """What stands in the way of an order by itself."""
    reviews: dict[Reviewer, ReviewState]
    risk: Risk | None
    """For a high one somebody would have to sign (SAL-6)."""
    content: OrderContent
    order_number: str
    """The order of which something lacks that this would stand in for; empty where a person asked (SAL-10)."""


def state_of(trial: Trial, only_of: str | None) -> TrialState:
    """``only_of``: the customer who looks himself; he sees of it what he sees of an order (ALL-3)."""
    order = order_state(trial.order)
    seen: OrderState = order.for_customer() if only_of else order
    return TrialState(
        trial_id=trial.trial_id,
        number=trial.number,
        customer=trial.customer,
        state="requested" if trial.answered_on is None else "answered",
        requested_on=seen.received_on,
        answered_on=trial.answered_on,
        feasible=trial.feasible,
        promised=trial.promised,
        reasons=seen.reasons,
        reviews=seen.reviews,
        risk=seen.risk,
        content=trial.order.binding.but(priority=seen.priority),
        order_number=trial.stands_in.order_number if trial.stands_in else "",
    )

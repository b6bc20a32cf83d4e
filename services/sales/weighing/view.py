"""The priority of an order as people of sales see it (SAL-7)."""

from __future__ import annotations

from datetime import date

from contracts.order import Quadrant
from contracts.value import Value
from services.sales.masters.rules import Masters
from services.sales.order.rules.document import Order
from services.sales.order.rules.priority import Weighing, weighed, weights_of
from services.sales.policy import Policy


class PriorityState(Value):
    priority: int
    """As it was weighed last: by this it is served."""
    quadrant: Quadrant
    weighed_on: date | None
    now: int
    """As it would be weighed today."""
    weights: tuple[Weighing, ...]
    """One times the other they are ``now``."""


def state_of(order: Order, known: Masters, policy: Policy, today: date) -> PriorityState:
    content, about = order.content, (known.grade, today, policy, known.rates, known.taken, known.floors)
    return PriorityState(
        priority=content.priority,
        quadrant=content.quadrant,
        weighed_on=order.weighed_on,
        now=weighed(content, *about).priority,
        weights=weights_of(content, *about),
    )

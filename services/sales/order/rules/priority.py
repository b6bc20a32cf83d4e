"""Who is served first (SAL-7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar, cast

from contracts.order import OrderContent, OrderDraft, Quadrant, value_of
from contracts.rates import Rates, values_on
from services.sales.policy import Grade, Policy

C = TypeVar("C", bound=OrderContent | OrderDraft)
QUADRANTS: Mapping[tuple[bool, bool], Quadrant] = {
    (True, True): "important and urgent",
    (True, False): "important",
    (False, True): "urgent",
    (False, False): "neither",
}
"""By whether it is important, and whether it is urgent."""


def priority_of(
    content: OrderContent | OrderDraft, grade: Grade, today: date, policy: Policy, rates: Rates, taken: int = 0
) -> int:
    """Customer grade x cooperation x urgency x value; higher is served first. What a draft does not tell counts least.

    A rush is as urgent as can be (SAL-9).

    An amount in a currency without a rate counts as it stands. ``taken``: orders that the customer took in whole.
    """
    at_home = value_of(content) * values_on(rates, today).get(content.currency, Decimal(1))
    customer = policy.grade_weights[grade] * _reached(policy.cooperation_weights, taken)
    return customer * _urgency(content, today, policy) * _reached(policy.value_weights, at_home)


def weighed(content: C, grade: Grade, today: date, policy: Policy, rates: Rates, taken: int = 0) -> C:
    """With its priority, and the quadrant of importance and urgency that it falls into."""
    urgency = _urgency(content, today, policy)
    priority = priority_of(content, grade, today, policy, rates, taken)
    important = bool(urgency) and priority // urgency >= policy.important_from
    quadrant = QUADRANTS[important, urgency >= policy.urgent_from]
    return cast(C, content.but(priority=priority, quadrant=quadrant))


def next_weighed_on(content: OrderContent | OrderDraft, weighed_on: date, policy: Policy) -> date | None:
    """The next day on which the order is more urgent than on that day, if nothing else happens."""
    if content.rush or content.wanted is None:
        return None
    days = (content.wanted - timedelta(days=limit) for limit in policy.urgency_weights)
    return min((day for day in days if day > weighed_on), default=None)


def _urgency(content: OrderContent | OrderDraft, today: date, policy: Policy) -> int:
    if content.rush:
        return max(policy.urgency_weights.values(), default=1)
    if content.wanted is None:
        return 1
    days = (content.wanted - today).days
    return next((weight for limit, weight in sorted(policy.urgency_weights.items()) if days <= limit), 1)


def _reached(weights: Mapping[int, int], much: Decimal | int) -> int:
    return max((weight for least, weight in weights.items() if much >= least), default=1)

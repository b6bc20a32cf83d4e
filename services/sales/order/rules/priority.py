"""Who is served first (SAL-7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from contracts.order import OrderContent, OrderDraft, value_of
from contracts.rates import Rates, values_on
from services.sales.policy import Grade, Policy


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


def _urgency(content: OrderContent | OrderDraft, today: date, policy: Policy) -> int:
    if content.rush:
        return max(policy.urgency_weights.values(), default=1)
    if content.wanted is None:
        return 1
    days = (content.wanted - today).days
    return next((weight for limit, weight in sorted(policy.urgency_weights.items()) if days <= limit), 1)


def _reached(weights: Mapping[int, int], much: Decimal | int) -> int:
    return max((weight for least, weight in weights.items() if much >= least), default=1)

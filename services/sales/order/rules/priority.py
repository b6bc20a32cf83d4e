"""Who is served first (SAL-7). What an order earns is reckoned by the floors of the price list, for what its goods cost
sales does not know; where a floor is not known it counts as any other order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import prod
from types import MappingProxyType
from typing import Literal, TypeVar, cast

from contracts.order import OrderContent, OrderDraft, Quadrant, value_of
from contracts.rates import Rates, values_on
from contracts.scalars import INTEGER_BELOW
from contracts.texts import Text
from contracts.value import Value
from services.sales.policy import Grade, Policy

Floors = Mapping[tuple[str, str], Decimal]
"""By item and currency, below which a price is signed for; of those that the list has."""
PRIORITY_MAX = INTEGER_BELOW - 1
"""However much the weights come to, every department can keep it."""
C = TypeVar("C", bound=OrderContent | OrderDraft)
NO_FLOORS: Floors = MappingProxyType({})
QUADRANTS: Mapping[tuple[bool, bool], Quadrant] = {
    (True, True): "important and urgent",
    (True, False): "important",
    (False, True): "urgent",
    (False, False): "neither",
}
"""By whether it is important, and whether it is urgent."""


class Weighing(Value):
    """What one thing counts in the priority of an order, and why."""

    of: Literal["grade", "cooperation", "urgency", "value", "profit"]
    weight: int
    why: Text


def priority_of(
    content: OrderContent | OrderDraft,
    grade: Grade,
    today: date,
    policy: Policy,
    rates: Rates,
    taken: int = 0,
    floors: Floors = NO_FLOORS,
) -> int:
    """Customer grade x cooperation x urgency x value x profit; higher is served first. What a draft does not tell
    counts least.

    A rush is as urgent as can be (SAL-9).

    An amount in a currency without a rate counts as it stands. ``taken``: orders that the customer took in whole.
    """
    weights = weights_of(content, grade, today, policy, rates, taken, floors)
    return min(prod(one.weight for one in weights), PRIORITY_MAX)


def weights_of(
    content: OrderContent | OrderDraft,
    grade: Grade,
    today: date,
    policy: Policy,
    rates: Rates,
    taken: int = 0,
    floors: Floors = NO_FLOORS,
) -> tuple[Weighing, ...]:
    """What its priority is made of, each with why; an amount in the home currency."""
    at_home = value_of(content) * values_on(rates, today).get(content.currency, Decimal(1))
    profit = profit_of(content, floors)
    return (
        Weighing(of="grade", weight=policy.grade_weights[grade], why=Text("a customer of grade {grade}", grade=grade)),
        Weighing(
            of="cooperation",
            weight=_reached(policy.cooperation_weights, taken),
            why=Text("he took {count} orders in whole", count=taken),
        ),
        Weighing(of="urgency", weight=_urgency(content, today, policy), why=_how_urgent(content, today)),
        Weighing(
            of="value",
            weight=_reached(policy.value_weights, at_home),
            why=Text("it comes to {amount} {currency}", amount=f"{at_home:.2f}", currency=policy.home_currency),
        ),
        Weighing(
            of="profit",
            weight=1 if profit is None else _reached(policy.profit_weights, profit * 100),
            why=_how_profitable(profit),
        ),
    )


def profit_of(content: OrderContent | OrderDraft, floors: Floors) -> Decimal | None:
    """The share of what its goods are sold for that lies above their floors, without freight and tax; below zero where
    it is sold under them. None where a price or a floor is not known."""
    sold = least = Decimal(0)
    for line in content.lines:
        floor = floors.get((line.item or "", content.currency))
        if floor is None or line.quantity is None or line.unit_price is None:
            return None
        sold += line.quantity * line.unit_price.amount
        least += line.quantity * floor
    sold *= 1 - content.discount
    return (sold - least) / sold if sold > 0 else None


def weighed(
    content: C,
    grade: Grade,
    today: date,
    policy: Policy,
    rates: Rates,
    taken: int = 0,
    floors: Floors = NO_FLOORS,
) -> C:
    """With its priority, and the quadrant of importance and urgency that it falls into."""
    urgency = _urgency(content, today, policy)
    priority = priority_of(content, grade, today, policy, rates, taken, floors)
    important = bool(urgency) and priority // urgency >= policy.important_from
    quadrant = QUADRANTS[important, urgency >= policy.urgent_from]
    return cast(C, content.but(priority=priority, quadrant=quadrant))


def next_weighed_on(content: OrderContent | OrderDraft, weighed_on: date, policy: Policy) -> date | None:
    """The next day on which the order is more urgent than on that day, if nothing else happens."""
    if content.rush or content.wanted is None:
        return None
    days = (content.wanted - timedelta(days=limit) for limit in policy.urgency_weights)
    return min((day for day in days if day > weighed_on), default=None)


def _how_urgent(content: OrderContent | OrderDraft, today: date) -> Text:
    if content.rush:
        return Text("it is a rush")
    if content.wanted is None:
        return Text("nobody said by when it is wanted")
    return Text("it is wanted in {days} days", days=(content.wanted - today).days)


def _how_profitable(profit: Decimal | None) -> Text:
    if profit is None:
        return Text("what it earns is not known: the price list has no floor for all of it")
    return Text("{share} of its price lies above the floors of the price list", share=f"{profit * 100:.1f} %")


def _urgency(content: OrderContent | OrderDraft, today: date, policy: Policy) -> int:
    if content.rush:
        return max(policy.urgency_weights.values(), default=1)
    if content.wanted is None:
        return 1
    days = (content.wanted - today).days
    return next((weight for limit, weight in sorted(policy.urgency_weights.items()) if days <= limit), 1)


def _reached(weights: Mapping[int, int], much: Decimal | int) -> int:
    return max((weight for least, weight in weights.items() if much >= least), default=1)

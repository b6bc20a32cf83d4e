"""What weighing an order again makes of it (SAL-7). Pure."""

from __future__ import annotations

import json
from datetime import date

from chassis.handling import Step
from contracts.order import OrderContent, OrderDraft
from contracts.sales import OrderWeighed
from services.sales.masters.rules import Masters
from services.sales.order.rules.document import Order
from services.sales.order.rules.priority import weighed
from services.sales.policy import Policy

WEIGHTS = (
    "grade_weights",
    "cooperation_weights",
    "urgency_weights",
    "value_weights",
    "profit_weights",
    "important_from",
    "urgent_from",
)
"""The figures by which an order is weighed."""


def weights_told(policy: Policy) -> str:
    """What they are, as JSON: the same for the same weights."""
    return json.dumps({name: getattr(policy, name) for name in WEIGHTS}, sort_keys=True)


def weigh(order: Order, known: Masters, today: date, policy: Policy) -> Step[Order, OrderWeighed]:
    """By the day that it is now and what the masters say; silent where nothing of it is otherwise."""
    now = _weighed(order.content, known, today, policy)
    order = order.but(weighed_on=today)
    if now == order.content:
        return Step(order)
    order = order.but(content=now, weighed=order.weighed + 1)
    event = OrderWeighed(
        order_id=order.order_id,
        order_version=order.version,
        weighed=order.weighed,
        priority=now.priority,
        quadrant=now.quadrant,
    )
    return Step(order, (event,))


def _weighed(
    content: OrderContent | OrderDraft, known: Masters, today: date, policy: Policy
) -> OrderContent | OrderDraft:
    return weighed(content, known.grade, today, policy, known.rates, known.taken, known.floors)

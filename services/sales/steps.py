"""What an order does by itself, once its facts allow it."""

from __future__ import annotations

from datetime import date

from services.sales.acceptance.rules import accept_deliveries
from services.sales.changes.rules import follow_dispatch
from services.sales.order import Order, Step
from services.sales.policy import Policy
from services.sales.release.rules import release_settled
from services.sales.returns.rules import ask_back
from services.sales.review.rules import decide
from services.sales.settlement.rules import close


def next_step(order: Order, hold: str | None, policy: Policy, today: date) -> Step:
    """All that follows now; ``hold`` is the reason of the customer's credit hold, if there is one."""
    if order.status == "open":
        return decide(order, hold, policy, today)
    if order.status == "cancelled":
        step = ask_back(order)
        return step.then(close(step.order))
    if order.status == "confirmed":
        step = follow_dispatch(order)
        step = step.then(accept_deliveries(step.order, policy))
        step = step.then(release_settled(step.order, hold, policy))
        return step.then(close(step.order))
    return Step(order)

"""What the four reviews of an order have in common (SAL-5)."""

from __future__ import annotations

from typing import Literal

from contracts.event import OrderEvent
from contracts.scalars import Count, Day
from contracts.values import Cost, Money, Reason

Verdict = Literal["yes", "conditions", "no"]


class Reviewed(OrderEvent):
    """A department's verdict on one version of an order, from its own rows."""

    order_version: Count
    verdict: Verdict
    ready_on: Day | None = None
    """The first day on which the department could have done its part, in the company's zone."""
    cost: Cost[Money | None] = None
    reasons: tuple[Reason, ...] = ()

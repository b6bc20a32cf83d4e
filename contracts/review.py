"""What the four reviews of an order have in common (SAL-5), and the four verdicts on a trial (SAL-24)."""

from __future__ import annotations

from typing import Literal, Self, get_args
from uuid import UUID

from msgspec import field

from contracts.event import Event, OrderEvent
from contracts.markings import Cost
from contracts.money import Money
from contracts.scalars import Count, Day
from contracts.value import Value, fields_of

Verdict = Literal["yes", "conditions", "no"]
Reviewer = Literal["warehouse", "purchasing", "logistics", "finance"]
REVIEWERS: tuple[Reviewer, ...] = get_args(Reviewer)


class Reason(Value):
    """Why: a stable ``code`` for programs, ``text`` in English for people; ``contracts.reasons`` says it in others."""

    code: str
    text: str
    told: dict[str, str] = field(default_factory=dict)
    """What stands in the line of this code; nothing where a person wrote the text."""


class Reviewed(OrderEvent):
    """A department's verdict on one version of an order, from its own rows."""

    stage = "reviewed"

    order_version: Count
    verdict: Verdict
    ready_on: Day | None = None
    """The first day on which the department could have done its part, in the company's zone."""
    cost: Cost[Money | None] = None
    reasons: tuple[Reason, ...] = ()


class Judged(Event, key="trial_id"):
    """A department's verdict on a trial: what it would say of an order like it, which nobody placed (SAL-24)."""

    trial_id: UUID
    verdict: Verdict
    ready_on: Day | None = None
    """The first day on which the department could have done its part, in the company's zone."""
    cost: Cost[Money | None] = None
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, review: Reviewed) -> Self:
        """What a department's review says of the order that a trial would be."""
        return cls.having({**fields_of(review), "trial_id": review.order_id, "orders": ()})

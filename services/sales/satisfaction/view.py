"""Satisfaction by customer, as the departments see it: scores, and nobody's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from contracts.value import Value
from services.sales.feedback.rules import Cause
from services.sales.satisfaction.rules import Sums


class Scores(Value):
    asked: int
    answered: int
    """Also of what he was not asked."""
    mean: Decimal | None
    """1 to 5, to two places; none of fewer than five answers, as the share."""
    low_share: Decimal | None
    """So much of the answers is low, 0 to 1."""


class Satisfaction(Value):
    """Of one customer in a period, by what he was asked about."""

    customer: str
    all: Scores
    delivery: Scores
    complaint: Scores


def satisfaction_of(customer: str, sums: Mapping[Cause | None, Sums]) -> Satisfaction:
    """``sums`` by cause; None is of all."""
    each = [_scores(sums.get(cause, Sums())) for cause in (None, "delivery", "complaint")]
    return Satisfaction(customer=customer, all=each[0], delivery=each[1], complaint=each[2])


def _scores(sums: Sums) -> Scores:
    return Scores(asked=sums.asked, answered=sums.answered, mean=sums.mean, low_share=sums.low_share)

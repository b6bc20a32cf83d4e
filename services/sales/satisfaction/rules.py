"""A customer judges once, in time; what he found bad somebody does something about (SAL-14)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.sales.feedback.rules import Feedback
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy

ANSWERS_MIN = 5
"""Of fewer answers a mean says nothing of a customer, and too much of a person."""


class ScoredAlready(Refusal):
    """{customer} judged {number} on {day} already, with {score} of 5."""


class AnswerTooLate(Refusal):
    """{number} could be judged until {day}."""


class NothingToFollowUp(Refusal):
    """{number} has no low score."""


class FollowedUpAlready(Refusal):
    """Something was done about {number} on {day} already: {done}."""


@dataclass(frozen=True)
class OnFeedback:
    """What is told of feedback; ``only_of`` is the customer who tells it himself, of his own only."""

    feedback_id: UUID
    only_of: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Judge(OnFeedback):
    """The customer's word of the day ``on``; ``by`` writes it down, empty for himself."""

    score: int
    comment: str
    on: date
    by: str


@dataclass(frozen=True)
class FollowUp(OnFeedback):
    done: str
    on: date
    by: str


@dataclass(frozen=True)
class Sums:
    """Of some answers."""

    asked: int = 0
    answered: int = 0
    total: int = 0
    low: int = 0

    @property
    def mean(self) -> Decimal | None:
        """Of the scores, to two places; None of fewer than five."""
        return self._each(self.total)

    @property
    def low_share(self) -> Decimal | None:
        """So much of the answers is low, 0 to 1; None of fewer than five."""
        return self._each(self.low)

    def _each(self, sum_: int) -> Decimal | None:
        if self.answered < ANSWERS_MIN:
            return None
        return (Decimal(sum_) / self.answered).quantize(Decimal("0.01"))


def judge(feedback: Feedback, asked: Judge, policy: Policy) -> Feedback | Refusal:
    """Once; of what he was not asked too. What he said in time may be written down later."""
    if feedback.score is not None:
        said = {"day": feedback.said_on, "score": feedback.score}
        return ScoredAlready(customer=feedback.customer, number=feedback.number, **said)
    if asked.on > feedback.answer_until:
        return AnswerTooLate(number=feedback.number, day=feedback.answer_until)
    if asked.on < feedback.happened_on:
        expected = Text("{day}, when there was something to judge, or later", day=feedback.happened_on)
        return InvalidInput([{"field": "said_on", "expected": expected, "came": asked.on}])
    low = asked.score <= policy.feedback_low_score
    told = feedback.but(score=asked.score, comment=asked.comment, said_on=asked.on, low=low)
    if low:
        days, works_on = policy.feedback_follow_up_days, calendar_of(policy.country)
        told = told.but(follow_up_by=working_days_after(asked.on, days, works_on))
    return told.but(recorded_by=asked.by or feedback.customer)


def follow_up(feedback: Feedback, asked: FollowUp) -> Feedback | Refusal:
    if not feedback.low:
        return NothingToFollowUp(number=feedback.number)
    if feedback.done:
        return FollowedUpAlready(number=feedback.number, day=feedback.done_on, done=feedback.done)
    return feedback.but(done=asked.done, done_on=asked.on, done_by=asked.by)

"""Feedback as people see it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts.texts import Text
from contracts.value import Value, fields_of
from services.sales.feedback.rules import Cause, Feedback, Standing


class FeedbackState(Feedback):
    state: Standing
    why_not_asked: Text | None
    """He was asked not long ago; what he says all the same is taken."""


class FeedbackHeard(Value):
    """What its customer sees: what he may judge until when, and what he said (ALL-3)."""

    feedback_id: UUID
    number: str
    order_id: UUID
    customer: str
    cause: Cause
    happened_on: date
    answer_until: date
    asked: bool
    score: int | None
    comment: str
    said_on: date | None


def state_of(feedback: Feedback, today: date) -> FeedbackState:
    standing, why_not = feedback.standing(today), feedback.why_not_asked
    return FeedbackState(**fields_of(feedback), state=standing, why_not_asked=why_not)


def for_customer(feedback: Feedback) -> FeedbackHeard:
    return FeedbackHeard.having(fields_of(feedback))

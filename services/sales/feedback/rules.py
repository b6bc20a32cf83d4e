"""What feedback is, and how far it is (SAL-14). Pure."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.texts import Text
from contracts.value import Value

JUDGED_WITHIN_DAYS = 365
"""The most that the figure ``feedback_answer_days`` says: of what is older nobody asks any more."""
Cause = Literal["delivery", "complaint"]
"""What it is about: an order of which all is delivered and accepted, or a complaint that is closed."""
Standing = Literal["asked", "not_asked", "unanswered", "answered", "to_follow_up", "followed_up"]
"""As it stands on a day: ``unanswered`` is what can be answered no more."""


class NothingToJudge(Refusal):
    """A customer judges an order once all of it is delivered and accepted, and a complaint once it is closed; that is
    not so here."""


class Feedback(Value):
    """The document, one for an order or a complaint, whose id it has."""

    feedback_id: UUID
    number: str
    """Of the order or the complaint."""
    order_id: UUID
    customer: str
    merchandiser: str
    cause: Cause
    happened_on: date
    """When the last of the order was accepted or the complaint was closed, in the company's zone."""
    answer_until: date
    asked: bool
    asked_before: date | None = None
    """When he was asked of something else, if he is not asked because of that."""
    asked_again_from: date | None = None
    score: int | None = None
    """The customer's, 1 (worst) to 5."""
    comment: str = ""
    """The customer's own words."""
    said_on: date | None = None
    recorded_by: str = ""
    """The customer himself, or whom he told it (person code)."""
    low: bool = False
    """The score was low by the figure of that day."""
    follow_up_by: date | None = None
    """The last day to do something about a low score; None of other scores, and of older ones."""
    done: str = ""
    """What was done about a low score."""
    done_on: date | None = None
    done_by: str = ""

    @property
    def to_follow_up(self) -> bool:
        return self.low and not self.done

    @property
    def why_not_asked(self) -> Text | None:
        if self.asked_before is None or self.asked_again_from is None:
            return None
        return Text(
            "{customer} was asked on {day} already, and is asked again from {again} on",
            customer=self.customer,
            day=self.asked_before,
            again=self.asked_again_from,
        )

    def standing(self, today: date) -> Standing:
        if self.to_follow_up:
            return "to_follow_up"
        if self.score is not None:
            return "followed_up" if self.done else "answered"
        if self.answer_until < today:
            return "unanswered"
        return "asked" if self.asked else "not_asked"

"""Satisfaction by customer, as departments see it: scores, and nobody's words; and the page on which he answers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from chassis.papers import replying
from chassis.papers.replying import form, in_html
from contracts.texts import Text
from contracts.value import Value
from services.sales.feedback.rules import Cause, Feedback
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
    each = [scores(sums.get(cause, Sums())) for cause in (None, "delivery", "complaint")]
    return Satisfaction(customer=customer, all=each[0], delivery=each[1], complaint=each[2])


def scores(sums: Sums) -> Scores:
    return Scores(asked=sums.asked, answered=sums.answered, mean=sums.mean, low_share=sums.low_share)


def page(feedback: Feedback, paper: str, language: str) -> str:
    """``paper``: where the ask itself is read."""
    return replying.page(Text("Your opinion"), feedback.number, paper, _answer(feedback), language)


def _answer(feedback: Feedback) -> str:
    if feedback.score is not None:
        thanks = Text("Thank you: {score} of 5 on {day}.", score=feedback.score, day=feedback.said_on)
        return f"<p>{in_html(thanks)}</p>"
    scores = "".join(f'<label><input type="radio" name="score" value="{n}" required> {n}</label> ' for n in range(1, 6))
    question = Text("1 is the worst, 5 the best; until {day}", day=feedback.answer_until)
    comment = f'<label>{in_html(Text("What you want to say"))} <textarea name="comment" maxlength="4000"></textarea>'
    return form({}, f"<p>{in_html(question)}</p><p>{scores}</p><p>{comment}</label></p>", Text("Send"))

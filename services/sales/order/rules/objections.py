"""What stands against an order that is reviewed (SAL-5)."""

from __future__ import annotations

from contracts.review import Reason
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import REVIEWERS, Review, Reviewer


def objections(order: Order) -> tuple[Reason, ...]:
    """Why a reviewed order is not confirmed by itself: the reasons of every no that matters, or sales' own doubts."""
    return noes(order) or order.doubts


def noes(order: Order) -> tuple[Reason, ...]:
    """The reasons of every no that matters."""
    return tuple(
        reason for each in REVIEWERS if objects(order, each) for reason in reasons_of(each, order.reviews[each])
    )


def reasons_of(reviewer: Reviewer, review: Review) -> tuple[Reason, ...]:
    """The words of a review; a no always has some."""
    return review.reasons or (Reason(code=f"{reviewer}_says_no", text=f"{reviewer}: no"),)


def objects(order: Order, reviewer: Reviewer) -> bool:
    """What cannot be bought is no matter while the stock has it, and matters even if the rest can be bought."""
    review = order.reviews[reviewer]
    if reviewer != "purchasing":
        return review.verdict == "no"
    lacking = {lack.item for lack in order.reviews["warehouse"].lacks}
    return bool(lacking.intersection(review.impossible) if review.impossible else lacking and review.verdict == "no")

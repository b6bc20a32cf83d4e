"""Is the order feasible, by when, and what follows (SAL-5, SAL-8)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from chassis.refusal import Refusal
from contracts.finance import CreditReviewed
from contracts.logistics import RouteReviewed
from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderConfirmed, OrderRejected
from contracts.values import Reason
from contracts.warehouse import StockReviewed
from services.sales.order import REVIEWERS, OnOrder, Order, Review, Reviewer, Step
from services.sales.policy import Policy

REVIEWER_OF: dict[type, Reviewer] = {
    StockReviewed: "warehouse",
    SupplyReviewed: "purchasing",
    RouteReviewed: "logistics",
    CreditReviewed: "finance",
}
AnyReview = StockReviewed | SupplyReviewed | RouteReviewed | CreditReviewed


class NotWaitingForDecision(Refusal):
    """Order {number} was decided already: it is {status}."""


class OrderIncomplete(Refusal):
    """Order {number} still lacks: {missing}."""


class ReviewsMissing(Refusal):
    """Order {number} is not reviewed yet by {reviewers}."""


class CustomerOnHold(Refusal):
    """Customer {customer} is on credit hold: {reason}."""


@dataclass(frozen=True)
class Confirm(OnOrder):
    """Confirm by hand, feasible or not; ``promised`` replaces the computed date."""

    promised: date | None = None


@dataclass(frozen=True)
class Reject(OnOrder):
    reasons: tuple[Reason, ...]


def note_review(order: Order, event: AnyReview) -> Order:
    """Reviews count only before the confirmation and for the current version."""
    if order.status != "open" or event.order_version != order.version:
        return order
    review = Review(
        verdict=event.verdict,
        ready_on=event.ready_on,
        reasons=event.reasons,
        lacks=event.lacks if isinstance(event, StockReviewed) else (),
        impossible=event.impossible if isinstance(event, SupplyReviewed) else (),
        transit_days=event.transit_days if isinstance(event, RouteReviewed) else None,
    )
    return order.but(reviews={**order.reviews, REVIEWER_OF[type(event)]: review})


def objections(order: Order) -> tuple[Reason, ...]:
    """Why a reviewed order is not feasible: the reasons of every no that matters (SAL-5)."""
    return tuple(
        reason
        for reviewer in REVIEWERS
        if _objects(order, reviewer)
        for reason in order.reviews[reviewer].reasons or (Reason(code=f"{reviewer}_says_no", text=f"{reviewer}: no"),)
    )


def _objects(order: Order, reviewer: Reviewer) -> bool:
    """What cannot be bought is no matter while the stock has it, and matters even if the rest can be bought."""
    review = order.reviews[reviewer]
    if reviewer != "purchasing":
        return review.verdict == "no"
    lacking = {lack.item for lack in order.reviews["warehouse"].lacks}
    return bool(lacking.intersection(review.impossible) if review.impossible else lacking and review.verdict == "no")


def promised_on(order: Order, buffer: Decimal) -> date:
    """The day of receipt plus the computed lead time with its buffer, in whole calendar days rounded up (SAL-8)."""
    stock, supply, route = (order.reviews[r] for r in ("warehouse", "purchasing", "logistics"))
    ready = supply.ready_on if stock.lacks else stock.ready_on
    lead_days = max(0, ((ready or order.received_on) - order.received_on).days) + (route.transit_days or 0)
    return order.received_on + timedelta(days=math.ceil(lead_days * (1 + buffer)))


def decide(order: Order, hold: str | None, policy: Policy) -> Step:
    """Confirm or reject a reviewed order by itself, where the policy lets it; a hold puts the confirmation to sleep."""
    if not (order.complete and order.reviewed):
        return Step(order)
    against = objections(order)
    if against:
        return _rejected(order, against) if policy.infeasible == "automatic" else Step(order)
    if hold is None and policy.confirm == "automatic":
        return _confirmed(order, promised_on(order, policy.buffer))
    return Step(order)


def confirm(order: Order, asked: Confirm, hold: str | None, buffer: Decimal) -> Step | Refusal:
    """The merchandiser confirms, also against a no."""
    number = order.content.number
    if order.status != "open":
        return NotWaitingForDecision(number=number, status=order.status)
    if not order.complete:
        return OrderIncomplete(number=number, missing=", ".join(order.missing))
    if not order.reviewed:
        return ReviewsMissing(number=number, reviewers=", ".join(r for r in REVIEWERS if r not in order.reviews))
    if hold is not None:
        return CustomerOnHold(customer=order.content.customer, reason=hold)
    return _confirmed(order, asked.promised or promised_on(order, buffer))


def reject(order: Order, asked: Reject) -> Step | Refusal:
    """The merchandiser rejects an order that is not confirmed, complete or not."""
    if order.status != "open":
        return NotWaitingForDecision(number=order.content.number, status=order.status)
    return _rejected(order, asked.reasons)


def _confirmed(order: Order, promised: date) -> Step:
    content = order.binding.model_copy(update={"promised": promised})
    order = order.but(status="confirmed", version=order.version + 1, content=content)
    return Step(order, (OrderConfirmed(order_id=order.order_id, version=order.version, content=content),))


def _rejected(order: Order, reasons: tuple[Reason, ...]) -> Step:
    order = order.but(status="rejected", version=order.version + 1, reasons=reasons)
    return Step(order, (OrderRejected(order_id=order.order_id, version=order.version, reasons=reasons),))

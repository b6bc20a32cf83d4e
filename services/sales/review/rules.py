"""Is the order feasible, by when, and what follows (SAL-5, SAL-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.refusal import Refusal
from contracts.finance import CreditReviewed
from contracts.logistics import RouteReviewed
from contracts.purchasing import SupplyReviewed
from contracts.review import Reason
from contracts.sales import OrderConfirmed, OrderRejected
from contracts.warehouse import StockReviewed
from services.sales.order import REVIEWERS, OnOrder, Order, Review, Reviewer, Step
from services.sales.policy import Policy
from services.sales.promised import promised_on

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


class CreditRefused(Refusal):
    """Finance says no to order {number}: {reasons}. Only finance overrules that, by a credit review of its own."""


class DateUnknown(Refusal):
    """No delivery date of order {number} can be computed from its reviews; say by when it is promised."""


class PromisedInThePast(Refusal):
    """The promised date {promised} is over: today is {today}."""


@dataclass(frozen=True)
class Confirm(OnOrder):
    """Confirm by hand, whatever stands against it but finance's no; ``promised`` replaces the computed date."""

    promised: date | None = None


@dataclass(frozen=True)
class Reject(OnOrder):
    reasons: tuple[Reason, ...]


def note_review(order: Order, event: AnyReview, today: date) -> Order:
    """Reviews count only before the confirmation and for the current version; ``today`` is when it is heard."""
    if order.status != "open" or event.order_version != order.version:
        return order
    review = Review(
        verdict=event.verdict,
        heard_on=today,
        ready_on=event.ready_on,
        ready=event.ready if isinstance(event, SupplyReviewed) else (),
        reasons=event.reasons,
        lacks=event.lacks if isinstance(event, StockReviewed) else (),
        impossible=event.impossible if isinstance(event, SupplyReviewed) else (),
        transit_days=event.transit_days if isinstance(event, RouteReviewed) else None,
    )
    return order.but(reviews={**order.reviews, REVIEWER_OF[type(event)]: review})


def objections(order: Order) -> tuple[Reason, ...]:
    """Why a reviewed order is not confirmed by itself: the reasons of every no that matters, or sales' own doubts."""
    return _noes(order) or order.doubts


def _noes(order: Order) -> tuple[Reason, ...]:
    return tuple(
        reason for each in REVIEWERS if _objects(order, each) for reason in reasons_of(each, order.reviews[each])
    )


def reasons_of(reviewer: Reviewer, review: Review) -> tuple[Reason, ...]:
    """The words of a review; a no always has some."""
    return review.reasons or (Reason(code=f"{reviewer}_says_no", text=f"{reviewer}: no"),)


def _objects(order: Order, reviewer: Reviewer) -> bool:
    """What cannot be bought is no matter while the stock has it, and matters even if the rest can be bought."""
    review = order.reviews[reviewer]
    if reviewer != "purchasing":
        return review.verdict == "no"
    lacking = {lack.item for lack in order.reviews["warehouse"].lacks}
    return bool(lacking.intersection(review.impossible) if review.impossible else lacking and review.verdict == "no")


def decide(order: Order, hold: str | None, policy: Policy, today: date) -> Step:
    """Confirm or reject a reviewed order by itself, where the policy lets it; a hold puts the confirmation to sleep."""
    if not (order.complete and order.reviewed):
        return Step(order)
    if against := _noes(order):
        return _rejected(order, against) if policy.infeasible == "automatic" else Step(order)
    promised = promised_on(order, policy, today)
    order = order.but(doubts=_doubts(order.binding.wanted, promised, policy))
    if promised is None or order.doubts or hold is not None or policy.confirm == "by_hand":
        return Step(order)
    return _confirmed(order, promised)


def _doubts(wanted: date, promised: date | None, policy: Policy) -> tuple[Reason, ...]:
    if promised is None:
        return (Reason(code="no_date", text="no delivery date can be computed from the reviews"),)
    if promised > wanted and policy.confirm_late == "by_hand":
        return (Reason(code="later_than_wanted", text=f"it can be there by {promised}, wanted is {wanted}"),)
    return ()


def confirm(order: Order, asked: Confirm, hold: str | None, policy: Policy, today: date) -> Step | Refusal:
    """The merchandiser confirms, also against a no, but not against finance's."""
    if refusal := _may_confirm(order, hold):
        return refusal
    promised = asked.promised or promised_on(order, policy, today)
    if promised is None:
        return DateUnknown(number=order.content.number)
    if promised < today:
        return PromisedInThePast(promised=promised, today=today)
    return _confirmed(order, promised)


def _may_confirm(order: Order, hold: str | None) -> Refusal | None:
    number = order.content.number
    if order.status != "open":
        return NotWaitingForDecision(number=number, status=order.status)
    if not order.complete:
        return OrderIncomplete(number=number, missing=", ".join(order.missing))
    if not order.reviewed:
        return ReviewsMissing(number=number, reviewers=", ".join(r for r in REVIEWERS if r not in order.reviews))
    if hold is not None:
        return CustomerOnHold(customer=order.content.customer, reason=hold)
    if _objects(order, "finance"):
        return CreditRefused(
            number=number, reasons="; ".join(r.text for r in reasons_of("finance", order.reviews["finance"]))
        )
    return None


def reject(order: Order, asked: Reject) -> Step | Refusal:
    """The merchandiser rejects an order that is not confirmed, complete or not."""
    if order.status != "open":
        return NotWaitingForDecision(number=order.content.number, status=order.status)
    return _rejected(order, asked.reasons)


def _confirmed(order: Order, promised: date) -> Step:
    content = order.binding.model_copy(update={"promised": promised})
    order = order.but(status="confirmed", version=order.version + 1, content=content, doubts=())
    return Step(order, (OrderConfirmed(order_id=order.order_id, version=order.version, content=content),))


def _rejected(order: Order, reasons: tuple[Reason, ...]) -> Step:
    order = order.but(status="rejected", version=order.version + 1, reasons=reasons)
    return Step(order, (OrderRejected(order_id=order.order_id, version=order.version, reasons=reasons),))

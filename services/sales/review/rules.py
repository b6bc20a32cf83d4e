"""What the departments say of an order, and what the merchandiser decides (SAL-5, SAL-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.finance import CreditReviewed
from contracts.logistics import RouteReviewed
from contracts.money import Signature
from contracts.purchasing import SupplyReviewed
from contracts.reasons import text_of
from contracts.review import REVIEWERS, Reason, Reviewer
from contracts.sales import OrderChanged, OrderConfirmed, OrderRejected
from contracts.texts import Text
from contracts.value import fields_of
from contracts.warehouse import StockReviewed
from services.sales.order.rules import anew
from services.sales.order.rules.asked import CustomerOnHold, OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Review, reasons_of
from services.sales.order.rules.promised import promised_on
from services.sales.order.rules.risk import GRADES
from services.sales.order.rules.steps import confirmed, rejected
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


class CreditRefused(Refusal):
    """Finance says no to order {number}: {reasons}. Only finance overrules that, by a credit review of its own."""


class SamplesNotApproved(Refusal):
    """Order {number} waits for its customer to approve {samples}; waive them, with a reason, to confirm it before."""


class RiskUnsigned(Refusal):
    """The risk of order {number} is {grade}: {reasons}. It is confirmed only once a {role} has signed for it."""


class NoRiskToSign(Refusal):
    """Nobody has to sign for the risk of order {number}[; {person} did at {at}]."""


class AnotherSignsRisk(Refusal):
    """For a {grade} risk signs a {role}; {person} has not that role."""

    status = 403


class RiskSignedByWhoEntered(Refusal):
    """{person} entered order {number}; somebody else signs for its risk."""

    status = 403


class DateUnknown(Refusal):
    """No delivery date of order {number} can be computed from its reviews; say by when it is promised."""

    of_input = True


class PromisedInThePast(Refusal):
    """The promised date {promised} is over: today is {today}."""

    of_input = True


@dataclass(frozen=True)
class Confirm(OnOrder):
    """Confirm by hand, whatever stands against it but finance's no and samples (SAL-23); ``promised`` replaces the
    computed date."""

    promised: date | None = None


@dataclass(frozen=True)
class Reject(OnOrder):
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class SignRisk(OnOrder):
    """The company takes the risk of the order."""

    person: str
    roles: tuple[str, ...]


def reviewed(order: Order, event: AnyReview, today: date) -> Order:
    """Reviews count for the current version, before the confirmation and where a change is judged anew; ``today`` is
    when it is heard."""
    if event.order_version != order.version:
        return order
    review = Review.having({**fields_of(event), "heard_on": today})
    if order.status != "open":
        return anew.heard(order, REVIEWER_OF[type(event)], review)
    return order.but(reviews={**order.reviews, REVIEWER_OF[type(event)]: review})


def confirm(
    order: Order, asked: Confirm, hold: Text | None, policy: Policy, today: date
) -> Step[Order, OrderConfirmed | OrderChanged] | Refusal:
    """The merchandiser confirms, also against a no, but not against finance's; of a changed order, its new date."""
    if refusal := _may_confirm(order, hold):
        return refusal
    reckoned = anew.promised_anew if order.pending else promised_on
    promised = asked.promised or reckoned(order, policy, today)
    if promised is None:
        return DateUnknown(number=order.content.number)
    if promised < today:
        return PromisedInThePast(promised=promised, today=today)
    return anew.promised(order, promised) if order.pending else confirmed(order, promised)


def _may_confirm(order: Order, hold: Text | None) -> Refusal | None:
    number = order.content.number
    if order.status != "open" and not order.pending:
        return NotWaitingForDecision(number=number, status=order.status)
    if not order.complete:
        return OrderIncomplete(number=number, missing=order.missing)
    if missing := [reviewer for reviewer in REVIEWERS if reviewer not in order.verdicts]:
        return ReviewsMissing(number=number, reviewers=missing)
    if hold is not None:
        return CustomerOnHold(customer=order.content.customer, reason=hold)
    if order.is_refused_by("finance"):
        return CreditRefused(
            number=number, reasons=tuple(map(text_of, reasons_of("finance", order.reviews["finance"])))
        )
    if order.awaits:
        return SamplesNotApproved(number=number, samples=order.awaits)
    if risk := order.unsigned:
        return RiskUnsigned(number=number, grade=GRADES[risk.grade], reasons=risk.reasons, role=risk.signer)
    return None


def sign_risk(
    order: Order, asked: SignRisk, at: str, policy: Policy, today: date
) -> Step[Order, OrderChanged] | Refusal:
    """Somebody of the role, or the general manager, who did not enter the order; ``at``: RFC 3339 (SAL-6, FIN-7)."""
    number, risk = order.content.number, order.unsigned
    if (order.status != "open" and not order.pending) or risk is None:
        signed = order.risk.signature if order.risk else None
        return NoRiskToSign(number=number, **(fields_of(signed) if signed else {}))
    if not {risk.signer, "general manager"}.intersection(asked.roles):
        return AnotherSignsRisk(grade=GRADES[risk.grade], role=risk.signer, person=asked.person)
    if asked.person == order.entered_by:
        return RiskSignedByWhoEntered(person=asked.person, number=number)
    signature = Signature(step=risk.signer, person=asked.person, at=at)
    return anew.settle(order.but(risk=risk.but(signature=signature)), policy, today)


def reject(order: Order, asked: Reject) -> Step[Order, OrderRejected] | Refusal:
    """The merchandiser rejects an order that is not confirmed, complete or not."""
    if order.status != "open":
        return NotWaitingForDecision(number=order.content.number, status=order.status)
    return rejected(order, asked.reasons)

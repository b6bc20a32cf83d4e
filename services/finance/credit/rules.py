"""Whether a customer's credit carries an order (SAL-5), and what a person asks of it (FIN-4, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.finance import CreditJudged, CreditReviewed
from contracts.order import OrderContent
from contracts.rates import Values
from contracts.reasons import because, by_hand
from contracts.review import Reason
from contracts.sales import OrderClarified, OrderReceived, TrialRequested
from contracts.value import fields_of
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.exposure import Exposure
from services.finance.account.rules.values import Judgement
from services.finance.customer.rules import Credit, beyond

Draft = OrderReceived | OrderClarified
Verdict = Literal["yes", "no"]


class NotUnderReview(Refusal):
    """Order {order_id} has no complete version that waits for its confirmation; it is {stage}.[ It was reviewed:
    {verdict}, {reason} ({person}).]"""


class CreditReviewedAlready(Refusal):
    """Version {version} of order {number} was reviewed already: {verdict}, {reason} ({person}). The other reason that
    came now is not taken; another verdict would be, until sales has decided."""

    of_input = True


@dataclass(frozen=True)
class Hold:
    """Somebody holds a customer."""

    customer: str
    reason: str


@dataclass(frozen=True)
class Release:
    """Somebody releases a customer."""

    customer: str


@dataclass(frozen=True)
class Review:
    """A person's verdict on an order's credit, instead of the limit's."""

    order_id: UUID
    verdict: Verdict
    reason: str
    person: str


def take_in(account: Account, order: Draft) -> Account:
    """The account at this version before confirmation; unchanged when a higher one or the end was heard."""
    if not account.older_than(order.version, "received"):
        return account
    anew = {"version": order.version, "stage": "received", "review": "", "judgement": None}
    taken = account.headed(order.content).but(**anew)
    if not isinstance(order.content, OrderContent) or not order.complete:
        return taken
    return taken.agreed(order.content).but(review="awaited")


def doubts(account: Account, credit: Credit, carried: Exposure, values: Values) -> tuple[Reason, ...]:
    """Why the credit does not carry the order; ``carried`` is what it carries besides, in every currency."""
    found: list[Reason] = []
    if credit.held:
        found.extend((because("credit_held", customer=credit.customer), *credit.hold_reasons))
    if not credit.active:
        found.append(because("customer_inactive", customer=credit.customer))
    if account.on_credit > 0:
        found.extend(_beyond(account, credit, carried, values))
    return tuple(found)


def _beyond(account: Account, credit: Credit, carried: Exposure, values: Values) -> list[Reason]:
    if account.currency != credit.currency:
        return [because("other_currency", order=account.currency, limit=credit.currency)]
    if credit.credit_limit == 0:
        return [because("no_credit", customer=credit.customer)]
    owed = carried.worth_in(credit.currency, values)
    if owed is None:
        return [because("other_currency", owed=carried, limit=credit.currency)]
    if owed + account.on_credit <= credit.credit_limit:
        return []
    limit = f"{credit.credit_limit} {credit.currency}"
    return [because("above_limit", owed=owed, asked=account.on_credit, limit=limit)]


def enter(
    account: Account, taken: Account, credit: Credit | None, carried: Exposure, today: date, values: Values | None
) -> tuple[Turn[CreditReviewed], Exposure]:
    """Decide on a version that was taken in; gives besides what the customer's credit carries from now on.

    ``values``: what currencies are worth; None when a person is to decide.
    """
    if credit is None or taken is account:
        return Turn(taken), carried
    besides = carried.plus(-account.open_value, account.currency)
    turn: Turn[CreditReviewed] = Turn(taken)
    if taken.review == "awaited" and values is not None:
        found = doubts(taken, credit, besides, values)
        turn = _decided(taken, "no" if found else "yes", found, today)
    return turn, besides.plus(turn.document.open_value, taken.currency)


def judge_trial(
    trial: TrialRequested, credit: Credit, carried: Exposure, today: date, values: Values | None
) -> CreditJudged:
    """As a review of the order that it would be; conditions where a person is to review that (SAL-24)."""
    before = Account(order_id=trial.trial_id)
    turn, _ = enter(before, take_in(before, trial.order), credit, carried, today, values)
    if turn.events:
        return CreditJudged.of(turn.events[0])
    return CreditJudged(trial_id=trial.trial_id, verdict="conditions", reasons=(because("credit_by_hand"),))


def _decided(account: Account, verdict: Verdict, reasons: tuple[Reason, ...], today: date) -> Turn[CreditReviewed]:
    decided = account.but(review=verdict)
    review = CreditReviewed(
        order_id=account.order_id,
        order_version=account.version,
        verdict=verdict,
        ready_on=today if verdict == "yes" else None,
        reasons=reasons,
    )
    return Turn(decided, (review,))


def review_change(
    account: Account, credit: Credit, carried: Exposure, today: date, values: Values | None
) -> Turn[CreditReviewed]:
    """Of a changed order that finance has agreed to; ``carried`` has it in it. Never a no by itself: who is beyond his
    limit is held until he fits it (SAL-9, FIN-4). ``values``: None when a person is to decide."""
    if values is None:
        return Turn(account.but(review="awaited"))
    found = credit.hold_reasons or beyond(credit, account, carried, values)
    if not credit.active:
        found = (because("customer_inactive", customer=credit.customer),)
    review = CreditReviewed(
        order_id=account.order_id,
        order_version=account.version,
        verdict="conditions" if found else "yes",
        ready_on=None if found else today,
        reasons=found,
    )
    return Turn(account, (review,))


def judge(account: Account, review: Review, today: date) -> Turn[CreditReviewed] | Refusal:
    """A person decides on the current version, also over what the limit said, until sales has decided."""
    known, said = account.judgement, Judgement(verdict=review.verdict, reason=review.reason, person=review.person)
    if account.ended or not account.review:
        recorded = fields_of(known) if known else {}
        return NotUnderReview(order_id=review.order_id, stage=account.stage, **recorded)
    if known == said:
        return Turn(account)
    if known and known.verdict == said.verdict:
        return CreditReviewedAlready(version=account.version, number=account.number, **fields_of(known))
    judged = account.but(judgement=said)
    return _decided(judged, review.verdict, (by_hand(review.reason),), today)

"""Whether a customer's credit carries an order (SAL-5), and when he is held (FIN-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.event import Value
from contracts.finance import CreditHeld, CreditReleased, CreditReviewed
from contracts.order import OrderContent
from contracts.review import Reason
from contracts.sales import OrderClarified, OrderReceived
from services.finance.accounts.rules import Account, Judgement, Stage, Turn
from services.finance.exposure.rules import Exposure, Values

Draft = OrderReceived | OrderClarified
Verdict = Literal["yes", "no"]
HoldKind = Literal["by_hand", "overdue", "beyond"]
"""Who or what holds a customer: a person, an unpaid invoice, or an order that was changed to more than his limit."""


class AlreadyHeld(Refusal):
    """{customer} is held already: {reason}. The reason that came now is not taken."""


class NotHeld(Refusal):
    """{customer} is not held."""


class NotUnderReview(Refusal):
    """Order {order_id} has no complete version that waits for its confirmation; it is {stage}.{recorded}"""


class CreditReviewedAlready(Refusal):
    """Version {version} of order {number} was reviewed already: {verdict}, {reason} ({person}). The other reason that
    came now is not taken; another verdict would be, until sales has decided."""


@dataclass(frozen=True)
class Credit:
    """A customer's credit, in his currency. ``long_overdue``: an invoice passed the days of the automatic hold;
    ``newly_overdue``: one that did so after the last release by hand."""

    customer: str
    currency: str
    credit_limit: Decimal
    active: bool
    held: bool
    hold_kind: Literal["", HoldKind]
    hold_reason: str
    hold_version: int
    released_on: date | None
    long_overdue: bool = False
    newly_overdue: bool = False


class Standing(Value):
    """What finance answers about a customer's credit."""

    customer: str
    held: bool
    reason: str
    version: int


class Judged(Value):
    """What finance answers about a review by hand."""

    order_id: UUID
    order_version: int
    verdict: str


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
    stage: Stage = "received" if isinstance(order, OrderReceived) else "clarified"
    if not account.older_than(order.version, stage):
        return account
    anew = {"version": order.version, "stage": stage, "review": "", "judgement": None}
    taken = account.headed(order.content).model_copy(update=anew)
    if not isinstance(order.content, OrderContent) or not order.complete:
        return taken
    return taken.agreed(order.content).model_copy(update={"review": "awaited"})


def doubts(account: Account, credit: Credit, carried: Exposure, values: Values) -> tuple[Reason, ...]:
    """Why the credit does not carry the order; ``carried`` is what it carries besides, in every currency."""
    found = []
    if credit.held:
        found.append(Reason(code="credit_held", text=f"{credit.customer} is held: {credit.hold_reason}"))
    if not credit.active:
        found.append(Reason(code="customer_inactive", text=f"{credit.customer} is not active"))
    if account.on_credit > 0:
        found.extend(_beyond(account, credit, carried, values))
    return tuple(found)


def _beyond(account: Account, credit: Credit, carried: Exposure, values: Values) -> list[Reason]:
    if account.currency != credit.currency:
        text = f"the order is in {account.currency}, the limit in {credit.currency}: a person must compare them"
        return [Reason(code="other_currency", text=text)]
    if credit.credit_limit == 0:
        return [Reason(code="no_credit", text=f"{credit.customer} has no credit: only a full advance")]
    owed = carried.worth_in(credit.currency, values)
    if owed is None:
        text = f"{carried} owed and ordered, the limit is in {credit.currency}: a person must compare them"
        return [Reason(code="other_currency", text=text)]
    if owed + account.on_credit <= credit.credit_limit:
        return []
    text = f"{owed} owed and ordered + {account.on_credit} > limit {credit.credit_limit} {credit.currency}"
    return [Reason(code="above_limit", text=text)]


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
    return turn, besides.plus(turn.account.open_value, taken.currency)


def _decided(account: Account, verdict: Verdict, reasons: tuple[Reason, ...], today: date) -> Turn[CreditReviewed]:
    decided = account.model_copy(update={"review": verdict})
    review = CreditReviewed(
        order_id=account.order_id,
        order_version=account.version,
        verdict=verdict,
        ready_on=today if verdict == "yes" else None,
        reasons=reasons,
    )
    return Turn(decided, (review,))


def judge(account: Account, review: Review, today: date) -> Turn[CreditReviewed] | Refusal:
    """A person decides on the current version, also over what the limit said, until sales has decided."""
    known, said = account.judgement, Judgement(verdict=review.verdict, reason=review.reason, person=review.person)
    if account.ended or not account.review:
        recorded = f" It was reviewed: {known.verdict}, {known.reason} ({known.person})." if known else ""
        return NotUnderReview(order_id=review.order_id, stage=account.stage, recorded=recorded)
    if known == said:
        return Turn(account)
    if known and known.verdict == said.verdict:
        return CreditReviewedAlready(version=account.version, number=account.number, **known.model_dump())
    judged = account.model_copy(update={"judgement": said})
    return _decided(judged, review.verdict, (Reason(code="by_hand", text=review.reason),), today)


def judged(account: Account) -> Judged:
    return Judged(order_id=account.order_id, order_version=account.version, verdict=account.review)


def hold(credit: Credit, kind: HoldKind, reason: str) -> tuple[Credit, CreditHeld] | Refusal:
    """Nothing more is confirmed or released for him."""
    if credit.held:
        return AlreadyHeld(customer=credit.customer, reason=credit.hold_reason)
    version = credit.hold_version + 1
    held = replace(credit, held=True, hold_kind=kind, hold_reason=reason, hold_version=version)
    return held, CreditHeld(customer=credit.customer, version=version, reason=reason)


def release(credit: Credit, by_hand_on: date | None) -> tuple[Credit, CreditReleased] | Refusal:
    """His orders may go on. By hand: what is overdue on that day holds him no more."""
    if not credit.held:
        return NotHeld(customer=credit.customer)
    version = credit.hold_version + 1
    released_on = by_hand_on or credit.released_on
    free = replace(credit, held=False, hold_kind="", hold_reason="", hold_version=version, released_on=released_on)
    return free, CreditReleased(customer=credit.customer, version=version)


def by_overdue(credit: Credit, days: int) -> tuple[Credit, CreditHeld | CreditReleased] | None:
    """The automatic hold, and its release when all that caused it is paid; a hold by hand stays."""
    outcome: tuple[Credit, CreditHeld | CreditReleased] | Refusal | None = None
    if not credit.held and credit.newly_overdue:
        outcome = hold(credit, "overdue", f"an invoice is unpaid {days} days past its due date")
    elif credit.hold_kind == "overdue" and not credit.long_overdue:
        outcome = release(credit, None)
    return None if isinstance(outcome, Refusal) else outcome


def standing(credit: Credit) -> Standing:
    return Standing(customer=credit.customer, held=credit.held, reason=credit.hold_reason, version=credit.hold_version)

"""A trial is asked for as an order is placed, and answered as one is reviewed (SAL-24). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.finance import CreditJudged
from contracts.logistics import RouteJudged
from contracts.money import Money
from contracts.order import DraftLine, OrderContent, OrderDraft
from contracts.purchasing import SupplyJudged
from contracts.review import REVIEWERS, Reviewer
from contracts.sales import TrialRequested
from contracts.value import fields_of
from contracts.warehouse import StockJudged
from services.sales.intake.rules.again import said
from services.sales.intake.rules.asked import Known, Place
from services.sales.intake.rules.placing import may_place, receive
from services.sales.masters.rules import ListPrice
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Review
from services.sales.order.rules.grading import Beside, graded
from services.sales.order.rules.life import doubts_of
from services.sales.order.rules.promised import promised_on
from services.sales.policy import Policy
from services.sales.trial.rules import Trial

AnyJudged = StockJudged | SupplyJudged | RouteJudged | CreditJudged
JUDGE_OF: dict[type, Reviewer] = {
    StockJudged: "warehouse",
    SupplyJudged: "purchasing",
    RouteJudged: "logistics",
    CreditJudged: "finance",
}
Prices = Mapping[tuple[str, str], ListPrice]
"""By item and currency."""
NOBODYS = UUID(int=0)


def unpriced(place: Place, known: Known) -> Iterator[tuple[str, str]]:
    """Items without a price, with the currency in which the list is asked for one."""
    content = _order(place, NOBODYS, known).content
    return ((line.item, content.currency) for line in content.lines if line.item and line.unit_price is None)


def drafted(place: Place, trial_id: UUID, known: Known, prices: Prices) -> Trial | Refusal:
    """A trial without its number; what a customer leaves out of a price is by the list."""
    if refusal := may_place(place, known):
        return refusal
    currency = _order(place, trial_id, known).content.currency
    lines = tuple(_listed(line, currency, prices) for line in place.asked.lines or ())
    order = _order(place, trial_id, known, lines=lines)
    faults = list(_faults(order))
    return InvalidInput(faults) if faults else Trial(order=order)


def requested(trial: Trial, number: str) -> Step[Trial, TrialRequested]:
    content = trial.order.binding.but(number=number)
    event = TrialRequested(trial_id=trial.trial_id, content=content)
    return Step(replace(trial, order=trial.order.but(content=content)), (event,))


def judged(trial: Trial, event: AnyJudged, beside: Beside | None, policy: Policy, today: date) -> Trial:
    """With a department's verdict; the last one answers it. ``beside`` is known where this may be the last."""
    review = Review.having({**fields_of(event), "heard_on": today})
    heard = trial.judged(JUDGE_OF[type(event)], review)
    return _answered(heard, beside, policy, today) if beside and heard.answered_on is None else heard


def completed(trials: Mapping[UUID, Trial], events: Iterable[AnyJudged]) -> list[Order]:
    """Those of which all four have judged, with these events."""
    found = ((trials[event.trial_id].order, JUDGE_OF[type(event)]) for event in events if event.trial_id in trials)
    return [order for order, by in found if {*order.reviews, by} >= set(REVIEWERS)]


def _answered(trial: Trial, beside: Beside, policy: Policy, today: date) -> Trial:
    """By the rules that confirm an order (SAL-5, SAL-6, SAL-8): its date, or what stands in the way of one."""
    order = graded(trial.order, beside, policy, today)
    promised = None if order.noes else promised_on(order, policy, today)
    order = order.but(doubts=doubts_of(order, promised, policy))
    return replace(trial, order=order.but(reasons=order.objections), answered_on=today, promised=promised)


def _order(place: Place, trial_id: UUID, known: Known, **asked: Any) -> Order:
    """The order that it would be."""
    whole = replace(place, asked=place.asked.model_copy(update=asked))
    return receive(whole, trial_id, "", known).document


def _listed(line: DraftLine, currency: str, prices: Prices) -> DraftLine:
    listed = prices.get((line.item or "", currency))
    if listed is None or line.unit_price is not None or line.free or not line.quantity:
        return line
    price = listed.price(line.quantity)
    return line if price is None else line.but(unit_price=Money(amount=price, currency=currency))


def _faults(order: Order) -> Iterator[dict[str, Any]]:
    """What an order would be asked back (SAL-3)."""
    for name, question in zip(order.missing, order.questions, strict=True):
        yield {"field": name, "expected": question, "came": said(_part(order.content, name.split(".")))}


def _part(whole: OrderContent | OrderDraft, steps: Iterable[str]) -> Any:
    part: Any = whole
    for step in steps:
        part = part[int(step)] if step.isdigit() else getattr(part, step)
    return part

"""Trials are opened, and take in what each department says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing, Step
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import CreditJudged
from contracts.logistics import RouteJudged
from contracts.purchasing import SupplyJudged
from contracts.sales import TrialRequested
from contracts.warehouse import StockJudged
from services.sales.intake.rules.asked import Known, Place, known_of
from services.sales.intake.store import of_placed
from services.sales.masters import store as masters
from services.sales.order import work as orders
from services.sales.policy import Policy
from services.sales.review.store import beside
from services.sales.substituting.rules import proposed
from services.sales.trial import store, work
from services.sales.trial.rules import Trial
from services.sales.trial.view import state_of
from services.sales.trying import rules
from services.sales.trying.rules import AnyJudged


async def request(db: Db, asked: Sequence[Place]) -> list[Answer[TrialRequested] | Refusal]:
    """A new trial each; the same twice is two, for what is free may differ."""
    known = await _known(db, asked)
    unpriced = {one for place, desk in zip(asked, known, strict=True) for one in rules.unpriced(place, desk)}
    prices = await masters.prices(db, unpriced) if unpriced else {}
    drafted = [
        rules.drafted(place, trial_id, desk, prices) for place, desk, trial_id in zip(asked, known, ids(), strict=False)
    ]
    opened = iter(await _opened(db, [one for one in drafted if isinstance(one, Trial)]))
    return [
        one if isinstance(one, Refusal) else _answer(next(opened), place.only_of)
        for one, place in zip(drafted, asked, strict=True)
    ]


async def _opened(db: Db, drafted: Sequence[Trial]) -> list[Step[Trial, TrialRequested]]:
    numbers = await take_numbers(db, "TR", clock.today().year, len(drafted))
    steps = [rules.requested(one, number) for one, number in zip(drafted, numbers, strict=True)]
    await store.save(db, [step.document for step in steps])
    return steps


def _answer(opened: Step[Trial, TrialRequested], only_of: str | None) -> Answer[TrialRequested]:
    return Answer(state_of(opened.document, only_of), opened.events)


async def _known(db: Db, asked: Sequence[Place]) -> list[Known]:
    """What the masters, the day and the policy say about each."""
    policy, today = await holding(db, Policy), clock.today()
    items = [line.item for place in asked for line in place.asked.lines or () if line.item]
    found = await of_placed(db, [place.reference for place in asked], items, (), (), ())
    return [known_of(one.masters, today, policy) for one in found]


async def record(db: Db, judged: Sequence[AnyJudged]) -> list[Nothing]:
    """The last of the four answers a trial, and proposes a substitute where that is what was tried (SAL-10)."""
    policy, today = await holding(db, Policy), clock.today()
    known = await store.load(db, [event.trial_id for event in judged])
    since = today - timedelta(days=policy.risk_complaint_days)
    about = await beside(db, rules.completed(known, judged), since)

    def fold(trial: Trial, event: AnyJudged) -> Trial:
        return rules.judged(trial, event, about.get(trial.trial_id), policy, today)

    answered = [one for one in await work.handle(db, judged, fold, known) if one.answered_on == today]
    await _propose(db, answered, policy, today)
    return [() for _ in judged]


async def _propose(db: Db, answered: Sequence[Trial], policy: Policy, today: date) -> None:
    """What sales asked itself stands on the order for which it asked."""
    found = [(one.stands_in.order_id, one) for one in answered if one.stands_in]
    if found:
        await orders.record(db, found, partial(proposed, policy=policy, today=today))


HANDLES: Mapping[type[Event], Handler] = {
    StockJudged: record,
    SupplyJudged: record,
    RouteJudged: record,
    CreditJudged: record,
}

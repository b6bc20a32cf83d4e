"""The four reviews come together; the order is decided (SAL-5, SAL-8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Step
from chassis.opened import on_opened
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import CreditReviewed
from contracts.logistics import RouteReviewed
from contracts.purchasing import SupplyReviewed
from contracts.review import REVIEWERS, Reviewer
from contracts.sales import OrderChanged, OrderConfirmed, OrderRejected, OrderReleased
from contracts.texts import Text
from contracts.warehouse import StockReviewed
from services.sales.order.rules.anew import settle
from services.sales.order.rules.delay import DelayNews
from services.sales.order.rules.document import Order
from services.sales.order.rules.grading import graded
from services.sales.order.work import OPEN, Entries, command, handle
from services.sales.policy import Policy
from services.sales.review import rules, store
from services.sales.review.rules import AnyReview, Confirm, Reject, SignRisk

ALL = frozenset(REVIEWERS)
Decided = OrderConfirmed | OrderChanged | OrderReleased | DelayNews
"""A changed order may be promised for another day, and what waited for that may leave."""


@on_opened
async def record_review(db: Db, reviews: Sequence[AnyReview]) -> list[tuple[Decided | OrderRejected, ...]]:
    """Decides the order with the last review, also of a change, where the policy lets it; its risk is graded first."""
    policy, today = await holding(db, Policy), clock.today()
    entries = await OPEN.load(db, [review.order_id for review in reviews])
    since = today - timedelta(days=policy.risk_complaint_days)
    beside = await store.beside(db, list(_completed(entries, reviews)), since)

    def fold(order: Order, review: AnyReview) -> Step[Order, OrderChanged]:
        heard, known = rules.reviewed(order, review, today), beside.get(order.order_id)
        if known is None or heard is order:
            return Step(heard)
        return settle(graded(heard, known, policy, today), policy, today)

    return await handle(db, reviews, fold, policy, entries)


def _completed(entries: Entries, reviews: Sequence[AnyReview]) -> Iterator[Order]:
    """The orders of which each department has said something, with these reviews."""
    coming: defaultdict[UUID, set[Reviewer]] = defaultdict(set)
    for review in reviews:
        coming[review.order_id].add(rules.REVIEWER_OF[type(review)])
    for id_, entry in entries.items():
        if coming[id_] | entry.order.verdicts.keys() >= ALL:
            yield entry.order


async def confirm(db: Db, commands: Sequence[Confirm]) -> list[Answer[Decided] | Refusal]:
    today = clock.today()
    policy = await holding(db, Policy)
    do = partial(rules.confirm, policy=policy, today=today)
    return await command(db, commands, do, policy=policy)


async def sign_risk(db: Db, commands: Sequence[SignRisk]) -> list[Answer[Decided] | Refusal]:
    """Confirms the order, or promises what its change comes to, where nothing else was missing."""
    at, today, policy = clock.now().isoformat(), clock.today(), await holding(db, Policy)

    def do(order: Order, asked: SignRisk, _hold: Text | None) -> Step[Order, OrderChanged] | Refusal:
        return rules.sign_risk(order, asked, at, policy, today)

    return await command(db, commands, do, policy=policy)


async def reject(db: Db, commands: Sequence[Reject]) -> list[Answer[OrderRejected] | Refusal]:
    return await command(db, commands, lambda order, asked, _hold: rules.reject(order, asked))


HANDLES: Mapping[type[Event], Handler] = {
    StockReviewed: record_review,
    SupplyReviewed: record_review,
    RouteReviewed: record_review,
    CreditReviewed: record_review,
}

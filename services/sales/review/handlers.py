"""The four reviews come together; the order is decided (SAL-5, SAL-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler
from chassis.opened import on_opened
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import CreditReviewed
from contracts.logistics import RouteReviewed
from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderConfirmed, OrderRejected
from contracts.warehouse import StockReviewed
from services.sales.order.rules.delay import DelayNews
from services.sales.order.work import command, handle
from services.sales.policy import Policy
from services.sales.review import rules
from services.sales.review.rules import AnyReview, Confirm, Reject


@on_opened
async def record_review(
    db: Db, reviews: Sequence[AnyReview]
) -> list[tuple[OrderConfirmed | OrderRejected | DelayNews, ...]]:
    """Decides the order with the last review, where the policy lets it."""
    return await handle(db, reviews, partial(rules.reviewed, today=clock.today()))


async def confirm(db: Db, commands: Sequence[Confirm]) -> list[Answer[OrderConfirmed | DelayNews] | Refusal]:
    today = clock.today()
    policy = await holding(db, Policy)
    do = partial(rules.confirm, policy=policy, today=today)
    return await command(db, commands, do, policy=policy)


async def reject(db: Db, commands: Sequence[Reject]) -> list[Answer[OrderRejected] | Refusal]:
    return await command(db, commands, lambda order, asked, _hold: rules.reject(order, asked))


HANDLES: Mapping[type[Event], Handler] = {
    StockReviewed: record_review,
    SupplyReviewed: record_review,
    RouteReviewed: record_review,
    CreditReviewed: record_review,
}

"""The four reviews come together; the order is decided (SAL-5, SAL-8)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from chassis import clock
from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import CreditReviewed
from contracts.logistics import RouteReviewed
from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderConfirmed, OrderRejected
from contracts.warehouse import StockReviewed
from services.sales.policy import policy
from services.sales.review import rules
from services.sales.review.rules import AnyReview, Confirm, Reject
from services.sales.settle import ask, hear


async def hear_review(db: Db, reviews: Sequence[AnyReview]) -> list[tuple[OrderConfirmed | OrderRejected, ...]]:
    """order.confirmed or order.rejected with the last review, where the policy lets it; else silence."""
    return await hear(db, reviews, partial(rules.note_review, today=clock.today()))


async def confirm(db: Db, commands: Sequence[Confirm]) -> list[Answer | Refusal]:
    """order.confirmed"""
    figures, today = policy(), clock.today()
    return await ask(db, commands, lambda order, asked, hold: rules.confirm(order, asked, hold, figures, today))


async def reject(db: Db, commands: Sequence[Reject]) -> list[Answer | Refusal]:
    """order.rejected"""
    return await ask(db, commands, lambda order, asked, _hold: rules.reject(order, asked))


HANDLES: dict[type[Event], Handler] = {
    StockReviewed: hear_review,
    SupplyReviewed: hear_review,
    RouteReviewed: hear_review,
    CreditReviewed: hear_review,
}

"""Which orders are reviewed, and for which items (SAL-5). Pure."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from contracts.order import OrderContent
from contracts.purchasing import SupplyJudged, SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived, ReviewRequested, TrialRequested
from services.purchasing.waiting.rules.verdict import verdict
from services.purchasing.waiting.rules.ways import Wanted, Ways


def wanted_of(order: OrderReceived | OrderClarified) -> Wanted:
    """The items of a complete version, each once, with its quantity; an incomplete order is not reviewed."""
    if not order.complete or not isinstance(order.content, OrderContent):
        return {}
    wanted: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in order.content.lines:
        wanted[line.item] += line.quantity
    return dict(wanted)


def review(order: OrderReceived | OrderClarified, ways: Ways, today: date) -> SupplyReviewed | None:
    """The verdict on a complete version; an incomplete order is not reviewed."""
    if not order.complete or not isinstance(order.content, OrderContent):
        return None
    return verdict(order.order_id, order.version, wanted_of(order), ways, today)


def review_change(asked: ReviewRequested, ways: Ways, today: date) -> SupplyReviewed:
    """The verdict on what is still to leave of a changed order (SAL-9)."""
    return verdict(asked.order_id, asked.order_version, wanted_of(asked.order), ways, today)


def judge(trial: TrialRequested, ways: Ways, today: date) -> SupplyJudged:
    """As a review of the order that it would be (SAL-24)."""
    order = trial.order
    return SupplyJudged.of(verdict(order.order_id, order.version, wanted_of(order), ways, today))

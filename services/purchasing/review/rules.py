"""Which orders are reviewed, and for which items (SAL-5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.order import OrderContent
from contracts.purchasing import SupplyJudged, SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived, ReviewRequested, TrialRequested
from services.purchasing.waiting.rules import Supply, verdict


def items_of(order: OrderReceived | OrderClarified) -> tuple[str, ...]:
    """The items of a complete version, each once; an incomplete order is not reviewed."""
    if not order.complete or not isinstance(order.content, OrderContent):
        return ()
    return tuple(dict.fromkeys(line.item for line in order.content.lines))


def review(order: OrderReceived | OrderClarified, supplies: Mapping[str, Supply], today: date) -> SupplyReviewed | None:
    """The verdict on a complete version; an incomplete order is not reviewed."""
    if not order.complete or not isinstance(order.content, OrderContent):
        return None
    return verdict(order.order_id, order.version, items_of(order), supplies, today)


def review_change(asked: ReviewRequested, supplies: Mapping[str, Supply], today: date) -> SupplyReviewed:
    """The verdict on what is still to leave of a changed order (SAL-9)."""
    return verdict(asked.order_id, asked.order_version, items_of(asked.order), supplies, today)


def judge(trial: TrialRequested, supplies: Mapping[str, Supply], today: date) -> SupplyJudged:
    """As a review of the order that it would be (SAL-24)."""
    order = trial.order
    return SupplyJudged.of(verdict(order.order_id, order.version, items_of(order), supplies, today))

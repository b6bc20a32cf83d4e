"""By when an order can be with the customer (SAL-8)."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

from services.sales.order import Order, Review


def promised_on(order: Order, buffer: Decimal, today: date) -> date | None:
    """The computed lead time with its buffer, in whole calendar days rounded up, from ``today``, the confirmation's.

    The reviews say when goods could be here if they were ordered on the day of the review. What is bought is ordered
    only with the confirmation, so the days count, not the date. None where a review knows no date.
    """
    procured, transit_days = _days_to_procure(order), order.reviews["logistics"].transit_days
    if procured is None or transit_days is None:
        return None
    return today + timedelta(days=math.ceil((procured + transit_days) * (1 + buffer)))


def _days_to_procure(order: Order) -> int | None:
    """Until all can leave; of what the stock lacks, the item that takes longest."""
    stock, supply = order.reviews["warehouse"], order.reviews["purchasing"]
    if not stock.lacks:
        return _days(order, stock, stock.ready_on) or 0
    if not supply.ready:
        return _days(order, supply, supply.ready_on)
    ready = {each.item: each.on for each in supply.ready}
    lacking = {lack.item for lack in stock.lacks}
    return _days(order, supply, max(ready[item] for item in lacking)) if lacking <= ready.keys() else None


def _days(order: Order, review: Review, ready: date | None) -> int | None:
    return None if ready is None else max(0, (ready - (review.heard_on or order.received_on)).days)

"""By when an order can be with the customer (SAL-8)."""

from __future__ import annotations

import math
from datetime import date, timedelta

from contracts.scalars import DAYS_MAX
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Review
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy


def promised_on(order: Order, policy: Policy, today: date) -> date | None:
    """The computed lead time with its buffer, in whole calendar days rounded up, from ``today``, the confirmation's.

    The reviews say when goods could be here if they were ordered on the day of the review. What is bought is ordered
    only with the confirmation, so the days count, not the date. None where a review knows no date, or one beyond all
    plans.
    """
    leaves, transit_days = _leaves_on(order, policy, today), order.reviews["logistics"].transit_days
    if leaves is None or transit_days is None:
        return None
    days = math.ceil(((leaves - today).days + transit_days) * (1 + policy.buffer))
    return today + timedelta(days=days) if days <= DAYS_MAX else None


def _leaves_on(order: Order, policy: Policy, today: date) -> date | None:
    """When all has come and was taken in, the advance that the terms ask may have been paid, and it was packed."""
    procured = _days_to_procure(order)
    if procured is None or procured > DAYS_MAX:
        return None
    works_on = calendar_of(policy.country)
    there = today + timedelta(days=procured)
    if order.reviews["warehouse"].lacks:
        there = working_days_after(there, policy.receiving_days, works_on)
    due = today + timedelta(days=policy.advance_due_days if order.binding.terms.advance_share else 0)
    return working_days_after(max(there, due), policy.handling_days, works_on)


def _days_to_procure(order: Order) -> int | None:
    """Until all has come; of what the stock lacks, the item that takes longest."""
    stock, supply = order.reviews["warehouse"], order.reviews["purchasing"]
    if not stock.lacks:
        return days_until(order, stock, stock.ready_on) or 0
    if not supply.ready:
        return days_until(order, supply, supply.ready_on)
    ready = {each.item: each.on for each in supply.ready}
    lacking = {lack.item for lack in stock.lacks}
    return days_until(order, supply, max(ready[item] for item in lacking)) if lacking <= ready.keys() else None


def days_until(order: Order, review: Review, ready: date | None) -> int | None:
    """The days that a review reckons with until ``ready``."""
    return None if ready is None else max(0, (ready - (review.heard_on or order.received_on)).days)

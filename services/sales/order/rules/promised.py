"""By when an order can be with the customer (SAL-8)."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import holidays

from contracts.scalars import DAYS_MAX
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Review
from services.sales.policy import Policy

CLOSED_DAYS_MAX = 60
"""Longer is no company closed; what a calendar does not know counts as worked."""


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
    works_on = _calendar(policy.country)
    there = today + timedelta(days=procured)
    if order.reviews["warehouse"].lacks:
        there = _working_days_after(there, policy.receiving_days, works_on)
    due = today + timedelta(days=policy.advance_due_days if order.binding.terms.advance_share else 0)
    return _working_days_after(max(there, due), policy.handling_days, works_on)


def _days_to_procure(order: Order) -> int | None:
    """Until all has come; of what the stock lacks, the item that takes longest."""
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


def _working_days_after(day: date, count: int, works_on: Callable[[date], bool]) -> date:
    """The day on which so many working days after ``day`` are over."""
    for _ in range(count):
        ahead = (day + timedelta(days=days) for days in range(1, CLOSED_DAYS_MAX))
        day = next(filter(works_on, ahead), day + timedelta(days=1))
    return day


@cache
def _calendar(country: str) -> Callable[[date], bool]:
    """Weekends, public holidays and the weekends that are worked for them."""
    return holidays.country_holidays(country).is_working_day

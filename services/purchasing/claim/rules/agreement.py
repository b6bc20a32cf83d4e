"""A supply agreement: what a supplier may be late by, and what he owes beyond that (PUR-8). Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from contracts.money import Money, rounded
from contracts.value import Value

Counting = Literal["calendar", "working"]
WorksOn = Callable[[date], bool]


class Agreement(Value):
    """What is agreed with a supplier from a day to a day, both included; without ``items`` it is for all of his.

    ``grace_days`` after his first promised day are not late, and are counted like the days of lateness, in calendar
    or working days. ``tolerated_share`` is the part of the ordered quantity that may be late for nothing. He owes
    ``per_day``, a share of the late goods' value for each day, and no more than ``cap`` of it; or the ``fixed`` sum,
    once for a purchase.
    """

    supplier: str
    reference: str
    valid_from: date
    valid_until: date
    items: tuple[str, ...] = ()
    counting: Counting
    grace_days: int
    tolerated_share: Decimal
    per_day: Decimal
    cap: Decimal
    fixed: Money | None

    def meets(self, other: Agreement) -> bool:
        """Whether on some day both would hold for some item."""
        same_days = self.valid_from <= other.valid_until and other.valid_from <= self.valid_until
        return same_days and not (self.items and other.items and set(self.items).isdisjoint(other.items))

    def days_late(self, promised: date, came: date, works_on: WorksOn) -> int:
        """Beyond the grace; 0 or less is in time."""
        days = (came - promised).days
        if self.counting == "working":
            days = sum(works_on(promised + timedelta(days=day)) for day in range(1, days + 1))
        return days - self.grace_days

    def compensation(self, value: Money, days_late: int) -> Money:
        """For goods of a value, which are so many days late."""
        share = min(self.per_day * days_late, self.cap)
        return self.fixed or value.but(amount=rounded(value.amount * share, value.currency))

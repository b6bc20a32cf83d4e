"""What departments see of how often customers complain, and of what (SAL-12)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.value import Value


class CountedComplaints(Value):
    name: str
    """The kind, item, customer or month (2026-03)."""
    opened: int
    closed: int
    share: Decimal
    """So much of all complaints of the period, 0 to 1; one about several items counts with each."""
    days: Decimal | None
    """Calendar days until the first answer, the mean of those that were answered."""


class ComplaintAnalysis(Value):
    """Where there are most first, by month the oldest first; at most 200."""

    since: date
    until: date
    items: tuple[CountedComplaints, ...]

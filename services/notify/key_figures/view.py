"""Key figures as people see them: of a period, and of the one that it is compared with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.value import Value
from services.notify.key_figures.rules import Counted, Kept, Period


class Days(Value):
    since: date
    until: date


class Compared(Value):
    """``part``: whose, or of which month; None of orders of which that is not known, and of all."""

    part: str | None
    now: Counted
    before: Counted


class ByDepartment(Value):
    department: str
    now: Kept
    before: Kept


class Baseline(Value):
    """As it was before there was this suite; None where nobody said it (ALL-6)."""

    hours_to_confirm: Decimal | None = None
    satisfaction: Decimal | None = None


class KeyFigures(Value):
    baseline: Baseline
    period: Days
    against: Days
    whole: Compared
    parts: tuple[Compared, ...]
    departments: tuple[ByDepartment, ...]


def days(period: Period) -> Days:
    return Days(since=period.since, until=period.until)

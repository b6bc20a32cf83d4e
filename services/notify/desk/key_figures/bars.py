"""Twelve months as bars: how long orders are processed, and how many come on time (NOT-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.notify.key_figures.rules import Counted

MONTHS = 12
STEP, WIDTH, HEIGHT, TOP = 56, 34, 110, 20


@dataclass(frozen=True)
class Bar:
    """Of a month; ``value`` is None of one in which nothing was counted."""

    month: date
    value: Decimal | None
    x: int
    y: int
    height: int


def first_of(today: date) -> date:
    """The first day of the twelve months that end with this one."""
    return date(today.year - (today.month < MONTHS), today.month % MONTHS + 1, 1)


def months_of(today: date) -> Sequence[date]:
    first = first_of(today)
    counted = [first.month - 1 + nth for nth in range(MONTHS)]
    return [date(first.year + months // 12, months % 12 + 1, 1) for months in counted]


def bars_of(months: Mapping[str | None, Counted], figure: str, today: date) -> list[Bar]:
    """By month as 2026-03; the highest fills the height."""
    values = [(month, getattr(months.get(f"{month:%Y-%m}", Counted()), figure)) for month in months_of(today)]
    most = max((value for _, value in values if value), default=Decimal(1))
    return [_bar(nth, month, value, most) for nth, (month, value) in enumerate(values)]


def _bar(nth: int, month: date, value: Decimal | None, most: Decimal) -> Bar:
    height = round(HEIGHT * (value or 0) / most)
    return Bar(month, value, nth * STEP, TOP + HEIGHT - height, height)

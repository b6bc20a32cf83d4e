"""Twelve months as bars: how long orders are processed, and how many come on time (NOT-11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.notify.key_figures.rules import Counted
from services.notify.key_figures.view import Compared

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


def bars_of(parts: Sequence[Compared], figure: str, today: date) -> list[Bar]:
    """The highest fills the height."""
    by_month = {one.part: one.now for one in parts if one.part}
    values = list(_values(by_month, figure, today))
    most = max((value for _, value in values if value), default=Decimal(1))
    return [_bar(nth, month, value, most) for nth, (month, value) in enumerate(values)]


def _values(by_month: Mapping[str, Counted], figure: str, today: date) -> Iterator[tuple[date, Decimal | None]]:
    for month in months_of(today):
        yield month, getattr(by_month.get(f"{month:%Y-%m}", Counted()), figure)


def _bar(nth: int, month: date, value: Decimal | None, most: Decimal) -> Bar:
    height = round(HEIGHT * (value or 0) / most)
    return Bar(month, value, nth * STEP, TOP + HEIGHT - height, height)

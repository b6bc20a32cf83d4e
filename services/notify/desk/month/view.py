"""A month as weeks of days, each with what falls on it."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

WEEKS = Calendar(firstweekday=0)
"""They begin on Monday (ISO 8601)."""
YEARS = range(1971, 2199)


@dataclass(frozen=True)
class Entry:
    """An order that is promised to its customer for a day, or what of it is awaited until then."""

    order_id: UUID
    number: str | None
    topics: Sequence[str]
    is_promise_to_customer: bool

    @property
    def name(self) -> str:
        return self.number or str(self.order_id)


@dataclass(frozen=True)
class Day:
    """``more``: entries that are not shown."""

    day: date
    is_inside: bool
    is_worked: bool
    entries: tuple[Entry, ...]
    more: int


@dataclass(frozen=True)
class Month:
    """Any day of it stands for it."""

    first: date

    @property
    def name(self) -> str:
        """As the URL has it."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> Month:
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> Month:
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def weeks(self) -> list[list[date]]:
        """Whole ones, with days of the months beside."""
        return WEEKS.monthdatescalendar(self.first.year, self.first.month)


def month_of(written: str, today: date) -> Month:
    """By ``YYYY-MM``; what nobody can mean is this month."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", written, re.ASCII) and int(written[:4]) in YEARS:
        return Month(date.fromisoformat(f"{written}-01"))
    return Month(today.replace(day=1))


def weeks_of(month: Month, rows: Iterable[Mapping[str, Any]], worked: Iterable[date]) -> list[list[Day]]:
    of: defaultdict[date, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        of[row["day"]].append(row)
    works = frozenset(worked)
    return [[_day(day, day.month == month.first.month, day in works, of[day]) for day in week] for week in month.weeks]


def _day(day: date, is_inside: bool, is_worked: bool, rows: Sequence[Mapping[str, Any]]) -> Day:
    shown = tuple(Entry(**{name: row[name] for name in Entry.__dataclass_fields__}) for row in rows)
    return Day(day, is_inside, is_worked, shown, rows[0]["on_day"] - len(rows) if rows else 0)

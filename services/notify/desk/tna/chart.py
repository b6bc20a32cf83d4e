"""An order's plan as bars: server-drawn SVG, each milestone from the step before it to its own day (NOT-3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.milestones import AFTER, Milestone
from services.notify.plan.rules.plan import Condition, Plan, Step

WIDTH, LEFT, RIGHT, TOP, ROW = 720, 112, 16, 24, 22
"""In units of the drawing."""
THIN = 3.0
MARKS_MAX = 8
"""Dates that are written above the bars."""


@dataclass(frozen=True)
class Bar:
    """``x`` and ``width`` of the time that a step takes."""

    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """One milestone; ``came``: the second bar is what was, not what is expected."""

    milestone: Milestone
    condition: Condition
    y: float
    planned: Bar | None
    expected: Bar | None
    came: bool


@dataclass(frozen=True)
class Chart:
    rows: tuple[Row, ...]
    marks: tuple[tuple[float, date], ...]
    today: float | None
    width: int = WIDTH

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.rows)


def chart_of(plan: Plan, today: date) -> Chart | None:
    """None where nothing has a day yet."""
    days = [day for step in plan.steps for day in (step.planned, step.expected) if day]
    if not days:
        return None
    scale = scale_of(days)
    rows = tuple(_rows([step for step in plan.steps if step.planned or step.expected], scale))
    return Chart(rows, tuple(scale.marks()), scale.seen(today))


def scale_of(days: Sequence[date], width: int = WIDTH, left: int = LEFT) -> Scale:
    """On which all these days have a place."""
    return Scale(min(days), max(*days, min(days) + timedelta(days=1)), width, left)


@dataclass(frozen=True)
class Scale:
    """From days to places."""

    first: date
    last: date
    width: int = WIDTH
    left: int = LEFT

    def seen(self, day: date) -> float | None:
        return self.x(day) if self.first <= day <= self.last else None

    def x(self, day: date) -> float:
        """What lies beyond them stands at the edge."""
        day = min(max(day, self.first), self.last)
        return round(self.left + (day - self.first) / (self.last - self.first) * (self.width - self.left - RIGHT), 1)

    def bar(self, begin: date, end: date) -> Bar:
        """Also what takes no time is seen."""
        return Bar(self.x(min(begin, end)), max(THIN, round(self.x(end) - self.x(min(begin, end)), 1)))

    def marks(self) -> Iterator[tuple[float, date]]:
        """Whole weeks, as many as can be read."""
        weeks = -(-(self.last - self.first).days // (7 * MARKS_MAX)) or 1
        day = self.first
        while day <= self.last:
            yield self.x(day), day
            day += timedelta(weeks=weeks)


def _rows(steps: Sequence[Step], scale: Scale) -> Iterator[Row]:
    planned = {step.milestone: step.planned for step in steps if step.planned}
    expected = {step.milestone: step.expected for step in steps if step.expected}
    for nth, step in enumerate(steps):
        yield Row(
            milestone=step.milestone,
            condition=step.condition,
            y=float(TOP + ROW * nth),
            planned=_bar(step.milestone, planned, scale),
            expected=_bar(step.milestone, expected, scale),
            came=step.actual is not None,
        )


def _bar(milestone: Milestone, days: Mapping[Milestone, date], scale: Scale) -> Bar | None:
    """From the last day of what it waits for."""
    if milestone not in days:
        return None
    return scale.bar(_begin(milestone, days), days[milestone])


def _begin(milestone: Milestone, days: Mapping[Milestone, date]) -> date:
    """A step that was not needed takes no time: what waits for it begins where it would have."""
    begins = [days[one] if one in days else _begin(one, days) for one in AFTER[milestone]]
    return max(begins, default=days.get(milestone, min(days.values())))

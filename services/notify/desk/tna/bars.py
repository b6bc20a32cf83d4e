"""Many orders as bars on one scale of days: server-drawn SVG, an order a row (NOT-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.milestones import PROMISED
from services.notify.desk.tna.chart import ROW, TOP, Bar, Scale, scale_of
from services.notify.desk.tna.view import Line
from services.notify.plan.rules.plan import Condition

WIDTH, LEFT = 1080, 168
"""In units of the drawing."""
NEAR = timedelta(days=366)
"""From today, back and ahead; bars that go on end at the edge: one order of years would make all others dots."""


@dataclass(frozen=True)
class OrderBar:
    """``planned``: from its first to its last planned day; ``done`` and ``coming``: what was, and what is expected."""

    line: Line
    condition: Condition
    """Of its delivery."""
    y: float
    planned: Bar | None
    done: Bar | None
    coming: Bar | None
    promised: float | None


@dataclass(frozen=True)
class Bars:
    rows: tuple[OrderBar, ...]
    marks: tuple[tuple[float, date], ...]
    today: float | None
    width: int = WIDTH

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.rows)


def bars_of(lines: Sequence[Line], today: date) -> Bars | None:
    """Orders of which no day is known yet are left out; None where there is no other."""
    dated = [line for line in lines if _days(line)]
    if not dated:
        return None
    near = [day for line in dated for day in _days(line) if abs(day - today) <= NEAR]
    scale = scale_of(near or [today], WIDTH, LEFT)
    rows = tuple(_row(line, nth, scale) for nth, line in enumerate(dated))
    return Bars(rows, tuple(scale.marks()), scale.seen(today))


def _days(line: Line) -> list[date]:
    return [day for step in line.steps for day in (step.planned, step.expected) if day]


def _row(line: Line, nth: int, scale: Scale) -> OrderBar:
    came = [step.actual for step in line.steps if step.actual]
    coming = [step.forecast for step in line.steps if step.forecast]
    begin = min(came or coming or _days(line))
    return OrderBar(
        line=line,
        condition=next(step.condition for step in line.steps if step.milestone == PROMISED),
        y=float(TOP + ROW * nth),
        planned=_between([step.planned for step in line.steps if step.planned], scale),
        done=_between([begin, *came], scale) if came else None,
        coming=_between([max(came, default=begin), *coming], scale) if coming else None,
        promised=scale.seen(line.promised) if line.promised else None,
    )


def _between(days: Sequence[date], scale: Scale) -> Bar | None:
    return scale.bar(min(days), max(days)) if days else None

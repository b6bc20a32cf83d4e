"""Production lines on one scale of days: server-drawn SVG, a line with its load, then its orders (PUR-9, PUR-12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.notify.desk.schedule.told import DayTold, LineTold, OrderTold, ScheduleTold, StepTold
from services.notify.desk.tna.chart import ROW, TOP, Bar, Scale, scale_of

WIDTH, LEFT, HEAD, GAP = 1080, 192, 34, 8
"""In units of the drawing; ``HEAD``: of a line, with its load."""
FULL = 22.0
"""The height of a day that is worked whole."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Load:
    """A day of a line from its foot up: what it can work, and what is planned of that."""

    x: float
    width: float
    can: float
    planned: float
    day: DayTold


@dataclass(frozen=True)
class Mark:
    x: float
    step: StepTold


@dataclass(frozen=True)
class OrderBar:
    """``planned``: its days on the line; ``expected``: until its last milestone; ``owed``: promised first."""

    order: OrderTold
    y: float
    planned: Bar | None
    expected: Bar
    marks: tuple[Mark, ...]
    owed: float | None


@dataclass(frozen=True)
class LineBars:
    line: LineTold
    y: float
    loads: tuple[Load, ...]
    still: tuple[Bar, ...]
    orders: tuple[OrderBar, ...]


@dataclass(frozen=True)
class Bars:
    lines: tuple[LineBars, ...]
    marks: tuple[tuple[float, date], ...]
    today: float | None
    height: float
    width: int = WIDTH


def bars_of(schedule: ScheduleTold, today: date) -> Bars | None:
    """None where there is no line."""
    if not schedule.lines:
        return None
    scale = scale_of([schedule.since, schedule.until + DAY], WIDTH, LEFT)
    lines = tuple(_lines(schedule.lines, scale))
    height = lines[-1].y + HEAD + ROW * len(lines[-1].orders) + GAP
    return Bars(lines, tuple(scale.marks())[:-1], scale.seen(today), height)


def _lines(lines: tuple[LineTold, ...], scale: Scale) -> Iterator[LineBars]:
    y = float(TOP)
    for line in lines:
        whole = max((day.capacity + day.still for day in line.days), default=0) or 1
        loads = tuple(_load(day, whole, scale) for day in line.days if not day.off)
        still = tuple(scale.bar(one.first_on, one.until_on + DAY) for one in line.maintenance)
        rows = tuple(_row(order, y + HEAD + ROW * nth, scale) for nth, order in enumerate(line.orders))
        yield LineBars(line, y, loads, still, rows)
        y += HEAD + ROW * len(rows) + GAP


def _load(day: DayTold, whole: int, scale: Scale) -> Load:
    left, right = scale.x(day.on), scale.x(day.on + DAY)
    can, planned = (round(min(FULL, FULL * minutes / whole), 1) for minutes in (day.capacity, day.planned))
    return Load(left, round(right - left, 1), can, planned, day)


def _row(order: OrderTold, y: float, scale: Scale) -> OrderBar:
    in_sight = order.starts_on <= scale.last and order.ends_on >= scale.first
    expected = [step.came or step.forecast_on for step in order.steps]
    return OrderBar(
        order=order,
        y=y,
        planned=scale.bar(order.starts_on, order.ends_on + DAY) if in_sight else None,
        expected=scale.bar(min(order.starts_on, *expected), order.expected_on + DAY),
        marks=tuple(
            Mark(scale.x(on + DAY), step) for on, step in zip(expected, order.steps, strict=True) if scale.seen(on)
        ),
        owed=scale.seen(order.owed_on + DAY) if order.owed_on else None,
    )

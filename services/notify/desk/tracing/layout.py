"""Where each bar of a trace stands in its picture: lanes by department, idle time cut to one width. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.notify.desk.tracing.bars import Bar

IDLE_S = 20.0
"""A longer rest is drawn in one width, with its length."""
LEFT, TOP, LANE, STEP, BAR, REST = 104, 34, 38, 16, 12, 76
PIXELS_A_SECOND = 6.0


@dataclass(frozen=True)
class Placed:
    """A bar, by the middle of its left edge."""

    nth: int
    bar: Bar
    x: int
    y: int


@dataclass(frozen=True)
class Rest:
    """Idle time that is cut: how long it was, and where."""

    x: int
    span: timedelta


@dataclass(frozen=True)
class Tie:
    """From a bar to one that consumed what it published."""

    x1: int
    y1: int
    x2: int
    y2: int
    effect: int


@dataclass(frozen=True)
class Drawn:
    """The whole picture, in pixels."""

    width: int
    height: int
    lanes: tuple[tuple[str, int], ...]
    bars: tuple[Placed, ...]
    rests: tuple[Rest, ...]
    ties: tuple[Tie, ...]


def drawn(bars: Sequence[Bar], departments: Iterable[str]) -> Drawn:
    """Departments that handled nothing have no lane."""
    present = [name for name in departments if any(bar.department == name for bar in bars)]
    lanes = {name: TOP + LANE * at + LANE // 2 for at, name in enumerate(present)}
    x, placed, rests = LEFT, list[Placed](), list[Rest]()
    for nth, bar in enumerate(bars):
        rest = bar.recorded_at - bars[nth - 1].recorded_at if nth else timedelta()
        if rest.total_seconds() > IDLE_S:
            rests.append(Rest(x + STEP + REST // 2, rest))
        x += _width(rest.total_seconds()) if nth else 0
        placed.append(Placed(nth, bar, x, lanes[bar.department]))
    ties = tuple(_tie(placed[one.bar.cause], one) for one in placed if one.bar.cause is not None)
    height = TOP + LANE * len(present) + STEP
    return Drawn(x + LEFT, height, tuple(lanes.items()), tuple(placed), tuple(rests), ties)


def _width(rest_s: float) -> int:
    """From one bar to the next."""
    return STEP * 2 + REST if rest_s > IDLE_S else STEP + int(max(rest_s, 0) * PIXELS_A_SECOND)


def _tie(cause: Placed, effect: Placed) -> Tie:
    return Tie(cause.x + BAR, cause.y, effect.x, effect.y, effect.nth)

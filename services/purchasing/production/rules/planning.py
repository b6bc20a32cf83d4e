"""On which days a line makes something: backwards from the day on which it is needed, else as soon as it can. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from contracts.gates import ProductionGate
from contracts.value import Value

Free = Callable[[date], int]
"""The minutes that nothing else takes of a line on a day."""
AHEAD_DAYS_MAX = 730
"""Nobody plans a line for longer."""


class DayLoad(Value):
    """The minutes that a production order takes of its line on a day."""

    on: date
    minutes: int


class Step(Value):
    """A milestone: complete when ``share`` of the run is made, planned for a day and expected on one.

    ``done`` of it is complete, 1 all. With a ``gate`` nothing of the next one is before its inspection passed.
    """

    name: str
    share: Decimal
    planned_on: date
    forecast_on: date
    done: Decimal = Decimal(0)
    told_on: date | None = None
    gate: ProductionGate | None = None


def minutes_of(quantity: Decimal, minutes_per_unit: Decimal) -> int:
    """How long a line takes, in whole minutes."""
    return max(1, int((quantity * minutes_per_unit).to_integral_value(ROUND_CEILING)))


def schedule(minutes: int, by: date | None, today: date, free: Free) -> tuple[DayLoad, ...]:
    """The latest days that still end ``by`` then; where that cannot be, the first days from today on (PUR-9).

    Empty when the line is full, or stands still, for as long as anybody plans.
    """
    back = _taken(minutes, _days(by, today), free) if by and by >= today else ()
    return tuple(reversed(back)) or _taken(minutes, _days(today, today + timedelta(days=AHEAD_DAYS_MAX)), free)


def _days(first: date, last: date) -> Iterator[date]:
    step = 1 if last >= first else -1
    return (first + timedelta(days=step * count) for count in range(abs((last - first).days) + 1))


def _taken(minutes: int, days: Iterator[date], free: Free) -> tuple[DayLoad, ...]:
    taken = []
    for day in days:
        part = min(minutes, max(0, free(day)))
        minutes -= part
        if part:
            taken.append(DayLoad(on=day, minutes=part))
        if not minutes:
            return tuple(taken)
    return ()


def steps_of(days: Sequence[DayLoad], milestones: Mapping[str, Decimal]) -> tuple[Step, ...]:
    """Each milestone is planned for the day on which its share of the run is made, the first ones first."""
    in_order = sorted(milestones.items(), key=lambda one: one[1])
    at = {name: reached(days, share) for name, share in in_order}
    return tuple(Step(name=name, share=share, planned_on=at[name], forecast_on=at[name]) for name, share in in_order)


def reached(days: Sequence[DayLoad], share: Decimal) -> date:
    """The day on which that share of what is made on these days is made."""
    wanted, made = share * sum(day.minutes for day in days), 0
    for day in days:
        made += day.minutes
        if made >= wanted:
            return day.on
    return days[-1].on

"""When each milestone of a production order will be reached, by the rate of what is made so far (PUR-9). Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import accumulate, islice

from services.purchasing.production.rules.planning import AHEAD_DAYS_MAX, Step
from services.purchasing.production.rules.production import Production

WorksOn = Callable[[date], bool]
ALL = Decimal(1)


def forecast(plan: Production, today: date, works_on: WorksOn) -> Production:
    """Each milestone that is not complete is expected when the line has made what it still waits for.

    The rate is what is made of the run by working day since the first planned one; while nothing is made, and on that
    first day, the planned one, and no milestone is expected before its plan. None is expected before the one that it
    follows. What is made is told at the end of a day, so today is held against nobody before that.
    """
    begun, parts = plan.days[0].on, _parts(plan.steps)
    made_here, over = made(plan) - plan.carried, _over(plan, today)
    measured = made_here > 0 and over >= begun
    took, of = (_worked(begun, over, works_on), made_here) if measured else (len(plan.days), ALL - plan.carried)
    left = accumulate(part * (ALL - step.done) for part, step in zip(parts, plan.steps, strict=True))
    since = max(over, begun - timedelta(days=1))
    steps: list[Step] = []
    for step, rest in zip(plan.steps, left, strict=True):
        on = _on(step, _after(since, rest * took / of, works_on), today, begun=measured)
        steps.append(step.but(forecast_on=max(on, steps[-1].forecast_on) if steps and step.done < ALL else on))
    return plan.but(steps=tuple(steps))


def made(plan: Production) -> Decimal:
    """Which share of the run is made, on whichever line."""
    parts = _parts(plan.steps)
    return sum((part * step.done for part, step in zip(parts, plan.steps, strict=True)), Decimal(0))


def _parts(steps: Sequence[Step]) -> list[Decimal]:
    """How much of the run lies between a milestone and the one before it."""
    return [step.share - before for step, before in zip(steps, (Decimal(0), *(s.share for s in steps)), strict=False)]


def _over(plan: Production, today: date) -> date:
    """The last day of which it is known what was made: today once that was told, but for the first planned one."""
    told = today > plan.days[0].on and any(step.share and step.told_on == today for step in plan.steps)
    return today if told else today - timedelta(days=1)


def _on(step: Step, reckoned: date, today: date, *, begun: bool) -> date:
    if step.done == ALL:
        return step.told_on or today
    return max(reckoned, today) if begun and step.share else max(reckoned, today, step.planned_on)


def _worked(first: date, today: date, works_on: WorksOn) -> int:
    days = (first + timedelta(days=count) for count in range((today - first).days + 1))
    return max(1, sum(map(works_on, days)))


def _after(since: date, days: Decimal, works_on: WorksOn) -> date:
    """The working day on which so many, and the last of them in part, are over after that day; two years at most."""
    count = int(days.to_integral_value(ROUND_CEILING))
    ahead = (since + timedelta(days=one) for one in range(1, AHEAD_DAYS_MAX))
    worked = list(islice(filter(works_on, ahead), count))
    return worked[-1] if len(worked) == count and worked else since + timedelta(days=AHEAD_DAYS_MAX if count else 0)

"""An order's plan as it stands today: what was planned, what came, and what is to be expected (NOT-3).

Planned is what the schedule says, and what somebody planned anew: a step that he put to a later day moves all that
wait for it by as many working days; one that he put earlier gives them time. The first plan stays readable.

Forecast is the plan, moved by what is known: a step that came later than planned, or that has not come by today, moves
all that wait for it by as many working days. When sales forecasts a delay, its days count: that of the step which
decides it, and that of the delivery.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.milestones import AFTER, MILESTONES, PROMISED, Milestone, before
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.schedule import ROAD, Days, Spans, scheduled
from services.notify.plan.rules.workdays import Workdays

Condition = Literal["in time", "late", "overdue", "moved", "ahead", "not needed", "void", "unplanned"]
"""It came in time, or late; its day is over, it is expected later than planned, or as planned. Not needed: what waits
for it came without it. Void: the order has ended. Unplanned: nothing is promised yet."""


@dataclass(frozen=True)
class Figures:
    """By what it is reckoned: the company's spans, its working days, and the day that it is."""

    spans: Spans
    workdays: Workdays
    today: date


@dataclass(frozen=True)
class Step:
    """One milestone; ``first`` is its day in the first plan."""

    milestone: Milestone
    first: date | None
    planned: date | None
    forecast: date | None
    actual: date | None
    condition: Condition
    by_hand: bool
    """Somebody entered when it came; no event told."""

    @property
    def expected(self) -> date | None:
        """When it came, or will."""
        return self.actual or self.forecast


@dataclass(frozen=True)
class Plan:
    """What an order's milestones are reckoned from, and each of them in their order."""

    known: Known
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """The first that is still to come."""
        return next((step for step in self.steps if step.forecast), None)


def plan_of(known: Known, figures: Figures) -> Plan:
    planned, first = planned_of(known, figures), _first_of(known, figures)
    needless = _needless(known)
    expected = _expected(known, planned, needless, figures) if known.state == "open" else {}

    def step(one: Milestone) -> Step:
        days = planned.get(one), expected.get(one), known.reached.get(one)
        condition = "not needed" if one in needless else _condition(known, *days, figures.today)
        return Step(one, first.get(one), *days, condition, one in known.by_hand)

    return Plan(known, tuple(map(step, MILESTONES)))


def planned_of(known: Known, figures: Figures, anew: Days | None = None) -> dict[Milestone, date]:
    """The plan that holds, and with it what is to be planned ``anew``; empty while nothing is promised."""
    days = _scheduled(known, known.promised, figures)
    put, asked = dict[Milestone, date](), {**known.put, **(anew or {})}
    moved: dict[Milestone, int] = {}
    for step in MILESTONES if days else ():
        put[step] = figures.workdays.later(days[step], _largest(moved, step))
        if step in asked:
            put[step] = max([asked[step], *(put[one] for one in AFTER[step])])
        moved[step] = figures.workdays.between(days[step], put[step])
    return put


def _first_of(known: Known, figures: Figures) -> dict[Milestone, date]:
    """The plan as it was before anybody planned anew."""
    return _scheduled(known, known.first_promised, figures)


def _scheduled(known: Known, promised: date | None, figures: Figures) -> dict[Milestone, date]:
    return scheduled(promised, known.came.get(ROAD[0]), figures.spans, figures.workdays) if promised else {}


def _needless(known: Known) -> Set[Milestone]:
    """What has not come, though what waits for it has."""
    return {step for one in known.reached for step in before(one)} - known.reached.keys()


def _expected(known: Known, planned: Days, needless: Set[Milestone], figures: Figures) -> dict[Milestone, date]:
    """The days on which what is still to come is to be expected."""
    came, late, expected = known.reached, dict[Milestone, int](), dict[Milestone, date]()
    for step in MILESTONES if planned else ():
        late[step] = _largest(late, step)
        if step in needless:
            continue
        if step not in came:
            expected[step] = _forecast(step, late[step], known, planned[step], figures)
        late[step] = figures.workdays.between(planned[step], came.get(step) or expected[step])
    return expected


def _forecast(step: Milestone, late: int, known: Known, planned: date, figures: Figures) -> date:
    """No earlier than today; what sales forecasts of the delivery holds, and no step before it is later."""
    told, arrives = known.forecast.get(step), known.forecast.get(PROMISED)
    if step == PROMISED and arrives:
        return max(arrives, figures.today)
    day = max(figures.workdays.later(planned, late), told or planned)
    return max(min(day, arrives) if arrives and step in ROAD else day, figures.today)


def _condition(
    known: Known, planned: date | None, forecast: date | None, actual: date | None, today: date
) -> Condition:
    if actual:
        return "late" if planned and actual > planned else "in time"
    if known.state != "open":
        return "void"
    if planned is None or forecast is None:
        return "unplanned"
    if planned < today:
        return "overdue"
    return "moved" if forecast > planned else "ahead"


def _largest(of: Mapping[Milestone, int], step: Milestone) -> int:
    """Of the steps that it waits for."""
    return max((of[one] for one in AFTER[step]), default=0)

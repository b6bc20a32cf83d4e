"""When each milestone of an order is due: reckoned back from the promised date, in working days (NOT-3).

The delivery is due on the promised date. Each step before it is due as many working days earlier as the company's
figures give the steps between; where there is less time than they ask since the order came, each step has its share.
What comes after the dispatch or the delivery is reckoned on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.milestones import AFTER, MILESTONES, PROMISED, Milestone, before
from services.notify.plan.rules.workdays import Workdays

Days = Mapping[Milestone, date]
Spans = Mapping[Milestone, int]
"""Working days from the step before; the first has none."""
ROAD = tuple(one for one in MILESTONES if one in before(PROMISED))
"""The steps to the promised one."""


def scheduled(promised: date, came: date | None, spans: Spans, workdays: Workdays) -> dict[Milestone, date]:
    """The day of each milestone; ``came`` is when the order did, None when nobody knows."""
    lead, left = _lead(spans), workdays.between(came, promised) if came else None
    days: dict[Milestone, date] = {}
    for step in MILESTONES:
        if step == PROMISED:
            days[step] = promised
        elif step in lead:
            days[step] = workdays.earlier(promised, _share(lead[step], lead[ROAD[0]], left))
        else:
            days[step] = workdays.later(max(days[one] for one in AFTER[step]), spans[step])
    return days if came is None else {**days, ROAD[0]: came}


def _lead(spans: Spans) -> dict[Milestone, int]:
    """How many working days before the promised date each step of the road is due."""
    lead, days = dict[Milestone, int](), 0
    for step, next_step in zip(reversed(ROAD), reversed((*ROAD[1:], PROMISED)), strict=True):
        days += spans[next_step]
        lead[step] = days
    return lead


def _share(days: int, whole: int, left: int | None) -> int:
    """Of ``left`` working days, if that is less than all the steps ask."""
    return days if left is None or left >= whole else days * left // whole

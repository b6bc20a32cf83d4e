"""Nothing is missing: for whom the order waits, and whose turn it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from contracts.departments import DEPARTMENTS
from contracts.finance import CreditReleased
from whereabouts.causes import outside_of, owner_of
from whereabouts.links import Cause
from whereabouts.picture import Picture, Wait

TIMERS_LIMIT_S = {"timers": 10.0, "timers of the day": 60.0, "long timers": 300.0}
"""How long after its last good look each part that looks at timers may still be at work."""


def waits_of(pictures: Sequence[Picture]) -> list[Wait]:
    """What notify awaits: the longest overdue, what sales waits for, the most urgent; else what sales itself sees."""
    told = {picture.service: picture for picture in pictures}
    notify, sales = told.get("notify"), told.get("sales")
    next_steps = {wait.owner for wait in sales.waits} if sales else set()

    def urgency(wait: Wait) -> tuple[bool, bool, datetime, datetime]:
        due = wait.due or wait.since
        in_time = not (notify and wait.due and wait.due < notify.business_now)
        return in_time, in_time and wait.owner not in next_steps, due, wait.since

    return sorted(notify.waits if notify else (), key=urgency) or list(sales.waits if sales else ())


def turn_of(wait: Wait, pictures: Sequence[Picture], overdue: bool) -> tuple[Cause, str]:
    """Whose turn it is: a timer's, somebody's outside, a person's, a department's."""
    department = next((p for p in pictures if p.service == wait.owner), None)
    if overdue and department and _timers_rest(department):
        return "timer_overdue", owner_of("timer_overdue", wait.owner)
    outside = outside_of(wait.hoped_for)
    if outside:
        return "waiting_for_outside", outside
    whose = _whose(wait, pictures)
    return ("waiting_for_department" if whose in DEPARTMENTS else "waiting_for_person"), whose


def hoped_for(wait: Wait, owner: str) -> str:
    """What sales owes while finance holds the customer's credit is not sales' to say."""
    return CreditReleased.topic if (wait.owner, owner) == ("sales", "finance") else wait.hoped_for


def _whose(wait: Wait, pictures: Sequence[Picture]) -> str:
    """Sales knows whom its own step waits for: a person, or a department, as finance with a credit hold."""
    told = [w.owner for p in pictures if p.service == wait.owner == "sales" for w in p.waits]
    return told[0] if told else wait.owner


def _timers_rest(picture: Picture) -> bool:
    parts = ((picture.part(name), limit_s) for name, limit_s in TIMERS_LIMIT_S.items())
    return any(one.fails or (one.well_at and picture.age_s(one.well_at) > limit_s) for one, limit_s in parts)

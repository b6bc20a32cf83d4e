"""Milestones are told, and production orders of which nobody tells are looked at once a day (PUR-9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading, Timer
from chassis.refusal import Refusal
from services.purchasing.policy import Policy
from services.purchasing.production import store
from services.purchasing.production.rules.lines import working_days_of
from services.purchasing.production.work import Said, command
from services.purchasing.progress import rules
from services.purchasing.progress.rules import Look, Tell


async def tell(db: Db, asked: Sequence[Tell]) -> list[Answer[Said] | Refusal]:
    """How far milestones are; the orders' forecasts follow."""
    policy = await holding(db, Policy)
    works_on = working_days_of(policy.country)
    return await command(db, asked, partial(rules.tell, works_on=works_on, late_days=policy.late_days))


async def find_unseen(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Released production orders that nobody has looked at today."""
    return [(str(one), one) for one in await store.unseen(db, clock.today())]


async def look(db: Db, purchases: Sequence[UUID]) -> list[tuple[Said, ...]]:
    """They are forecast anew, by the day that it is now; one that will be late is told so before it is."""
    policy = await holding(db, Policy)
    do = partial(rules.look, works_on=working_days_of(policy.country), late_days=policy.late_days)
    answers = await command(db, [Look(one) for one in purchases], do)
    return [answer.events if isinstance(answer, Answer) else () for answer in answers]


TIMERS = (Timer("production", find_unseen, look, pace="day"),)

"""Exceptions: raised by promises, planned, approved and resolved by people, ended by progress (NOT-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Never
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Reading, Step, Timer
from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.notify import DeadlineMissed, ExceptionRaised, ExceptionResolved
from services.notify.exception import store, work
from services.notify.exception.rules.case import Case, ended, raised
from services.notify.exception.rules.kinds import Ground
from services.notify.policy import Policy, calendar
from services.notify.promise.rules.working_time import Calendar
from services.notify.resolving import rules


async def alarm(db: Db, events: Sequence[Event]) -> list[tuple[ExceptionRaised, ...]]:
    """What is an exception from its beginning is raised at once, before anybody is late with it."""
    now, works = clock.now(), calendar(await holding(db, Policy))

    def do(event: Event) -> Step[Case, ExceptionRaised] | None:
        ground = rules.alarm_of(event, now)
        return _raised(ground, now, works) if ground else None

    return await work.handle(db, events, do)


async def raise_(db: Db, missed: Sequence[DeadlineMissed]) -> list[tuple[ExceptionRaised, ...]]:
    """One exception per opening of a promise; one that nobody resolves in time raises no other."""
    now, works = clock.now(), calendar(await holding(db, Policy))
    return await work.handle(db, missed, lambda one: _raised(one, now, works) if one.raises else None)


def _raised(ground: Ground, now: datetime, works: Calendar) -> Step[Case, ExceptionRaised]:
    kind = store.kinds().of(ground)
    level = store.kinds().levels[kind.level]
    respond_by = works.after_hours(now, timedelta(hours=level.response_hours))
    return raised(ground, new_id(), kind, level, now, respond_by)


async def plan(db: Db, asked: Sequence[rules.Plan]) -> list[Answer[Never] | Refusal]:
    return await work.command(db, asked, rules.plan)


async def approve(db: Db, asked: Sequence[rules.Approve]) -> list[Answer[Never] | Refusal]:
    return await work.command(db, asked, rules.approve)


async def resolve(db: Db, asked: Sequence[rules.Resolve]) -> list[Answer[ExceptionResolved] | Refusal]:
    now = clock.now()
    return await work.command(db, asked, lambda case, one: rules.resolve(case, one, now))


async def find_cleared(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Exceptions whose promise was kept after all, or became void."""
    return [(str(exception_id), exception_id) for exception_id in await store.find_cleared(db)]


async def clear(db: Db, exceptions: Sequence[UUID]) -> list[tuple[ExceptionResolved, ...]]:
    """Progress ends them; looked at again under the lock."""
    now = clock.now()
    return await work.clear(db, exceptions, lambda case: ended(case, "progress", now))


HANDLES: Mapping[type[Event], Handler] = {DeadlineMissed: raise_, **dict.fromkeys(rules.alarming(), alarm)}
TIMERS = (Timer("progress", find_cleared, clear, pace="work"),)

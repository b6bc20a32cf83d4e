"""Exceptions: raised by missed promises, planned, approved and resolved by people, ended by progress (NOT-4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing, Reading, Timer
from chassis.ids import new_id
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.notify import DeadlineMissed, ExceptionRaised, ExceptionResolved
from services.notify.exceptions import store
from services.notify.exceptions.rules import case as rules
from services.notify.policy import Policy, calendar
from services.notify.promise.rules.working_time import Calendar

Asked = TypeVar("Asked", rules.Plan, rules.Approve, rules.Resolve)


async def raise_(db: Db, missed: Sequence[DeadlineMissed]) -> list[ExceptionRaised | Nothing]:
    """One exception per opening of a promise; one that nobody resolves in time raises no other."""
    now, works = clock.now(), calendar(await holding(db, Policy))
    cases = {position: _raised(one, now, works) for position, one in enumerate(missed) if one.raises}
    new = await store.add(db, list(cases.values()))
    return [
        rules.told(cases[position]) if position in cases and cases[position].exception_id in new else ()
        for position in range(len(missed))
    ]


def _raised(missed: DeadlineMissed, now: datetime, works: Calendar) -> rules.Case:
    kind = store.kinds().of(missed)
    level = store.kinds().levels[kind.level]
    respond_by = works.after_hours(now, timedelta(hours=level.response_hours))
    return rules.raised(missed, new_id(), kind, level, now, respond_by)


async def plan(db: Db, asked: Sequence[rules.Plan]) -> list[Answer[ExceptionResolved] | Refusal]:
    return await _each(db, asked, rules.plan)


async def approve(db: Db, asked: Sequence[rules.Approve]) -> list[Answer[ExceptionResolved] | Refusal]:
    return await _each(db, asked, rules.approve)


async def resolve(db: Db, asked: Sequence[rules.Resolve]) -> list[Answer[ExceptionResolved] | Refusal]:
    now = clock.now()
    return await _each(db, asked, lambda case, one: rules.resolve(case, one, now))


async def _each(
    db: Db, asked: Sequence[Asked], rule: Callable[[rules.Case, Asked], rules.Case | Refusal]
) -> list[Answer[ExceptionResolved] | Refusal]:
    known = await store.known(db, [one.exception_id for one in asked])
    after = [rule(known[one.exception_id], one) if one.exception_id in known else None for one in asked]
    await store.save(db, [case for case in after if isinstance(case, rules.Case)])
    return [_answer(known, one.exception_id, case) for one, case in zip(asked, after, strict=True)]


def _answer(
    known: Mapping[UUID, rules.Case], exception_id: UUID, after: rules.Case | Refusal | None
) -> Answer[ExceptionResolved] | Refusal:
    if after is None:
        return NotFound(what="exception", id=exception_id)
    return after if isinstance(after, Refusal) else Answer(after, rules.ended(known[exception_id], after))


async def find_cleared(db: Reading, _now: datetime) -> list[tuple[str, UUID]]:
    """Exceptions whose promise was kept after all, or became void."""
    return [(str(exception_id), exception_id) for exception_id in await store.find_cleared(db)]


async def clear(db: Db, exceptions: Sequence[UUID]) -> list[tuple[ExceptionResolved, ...]]:
    """Progress ends them; looked at again under the lock."""
    now = clock.now()
    before = await store.cleared(db, exceptions)
    after = {exception_id: rules.cleared(case, now) for exception_id, case in before.items()}
    await store.save(db, list(after.values()))
    return [rules.ended(before[one], after[one]) if one in after else () for one in exceptions]


HANDLES: Mapping[type[Event], Handler] = {DeadlineMissed: raise_}
TIMERS = (Timer("progress", find_cleared, clear),)

"""What falls due by itself: neither a timer that fails nor an item that fails holds up another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import structlog

from chassis import clock
from chassis.database.failures import AWAY
from chassis.handling import Pace, Timer
from chassis.process.commits import Commits
from chassis.telemetry.condition import Condition
from chassis.transaction.engine import Engine

log = structlog.get_logger()


LOOPS: Mapping[Pace, str] = {
    "second": "timers",
    "work": "timers of work",
    "day": "timers of the day",
    "long": "long timers",
}
"""What the loop of each pace is called."""
POLL_S = 1.0
OF_THE_DAY_S = 10.0
QUIET_S = 5.0
"""So long lies what others left, while this process has done nothing itself."""


async def keep_looking(engine: Engine, condition: Condition, pace: Pace, commits: Commits) -> None:
    """Look at the timers of one pace until a fault is no single item's."""
    while True:
        day, seen = clock.today(), commits.made
        found = await look_at_timers(engine, condition, pace)
        await asyncio.sleep(POLL_S)
        if pace == "day" and not found:
            await _rest_while_it_is(day)
        elif pace in ("work", "long") and not found:
            await commits.beyond(seen, QUIET_S - POLL_S)


async def _rest_while_it_is(day: date) -> None:
    until_s = time.monotonic() + OF_THE_DAY_S - POLL_S
    while clock.today() == day and time.monotonic() < until_s:
        await asyncio.sleep(POLL_S)


async def look_at_timers(engine: Engine, condition: Condition, pace: Pace = "second") -> bool:
    """Look once at all timers of one pace; whether one found anything. Raises the first fault that is no single item's.

    A timer that judges silence looks as of the time until which all is heard, and rests while that is not known.
    """
    found, faults = False, list[Exception]()
    timers = [timer for timer in engine.house.timers if timer.pace == pace]
    heard_until = await condition.heard_until() if any(timer.judges_silence for timer in timers) else None
    for timer in timers:
        as_of = heard_until if timer.judges_silence else clock.now()
        try:
            if as_of is not None:
                found |= await _look_at(engine, timer, as_of)
        except Exception as fault:
            log.warning("timer failed", service=engine.house.name, timer=timer.name, reason=repr(fault))
            faults.append(fault)
    if faults:
        raise faults[0]
    condition.does(LOOPS[pace], "looks")
    return found


async def _look_at(engine: Engine, timer: Timer, as_of: datetime) -> bool:
    """Do what fell due: all together, and each by itself when that fails; whether there was anything."""
    due = await _find(engine, timer, as_of)
    try:
        if due:
            await engine.fall_due(timer.handle, due)
    except AWAY:
        raise
    except Exception:
        for one in due:
            await _do_alone(engine, timer, one)
    return bool(due)


async def _find(engine: Engine, timer: Timer, as_of: datetime) -> Sequence[tuple[str, Any]]:
    if timer.pace == "long":
        return await timer.find(engine.pool, as_of)
    async with engine.pool.acquire() as db:
        return await timer.find(db, as_of)


async def _do_alone(engine: Engine, timer: Timer, one: tuple[str, Any]) -> None:
    try:
        await engine.fall_due(timer.handle, [one])
    except AWAY:
        raise
    except Exception:
        log.exception("timer item failed", service=engine.house.name, timer=timer.name, key=one[0])

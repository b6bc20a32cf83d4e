"""What falls due by itself: neither a timer that fails nor an item that fails holds up another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog

from chassis import clock
from chassis.database.failures import AWAY
from chassis.handling import Timer
from chassis.telemetry.condition import Condition
from chassis.transaction.engine import Engine

log = structlog.get_logger()


LONG = "long timers"


async def look_at_timers(engine: Engine, condition: Condition, *, long: bool = False) -> None:
    """Look once at all timers that take long, or at all others; raises the first fault that is no single item's.

    A timer that judges silence looks as of the time until which all is heard, and rests while that is not known.
    """
    timers, faults = [timer for timer in engine.house.timers if timer.takes_long == long], []
    heard_until = await condition.heard_until() if any(timer.judges_silence for timer in timers) else None
    for timer in timers:
        as_of = heard_until if timer.judges_silence else clock.now()
        try:
            if as_of is not None:
                await _look_at(engine, timer, as_of)
        except Exception as fault:
            log.warning("timer failed", service=engine.house.name, timer=timer.name, reason=repr(fault))
            faults.append(fault)
    if faults:
        raise faults[0]
    condition.does(LONG if long else "timers", "looks")


async def _look_at(engine: Engine, timer: Timer, as_of: datetime) -> None:
    """Do what fell due: all together, and each by itself when that fails."""
    due = await _find(engine, timer, as_of)
    try:
        if due:
            await engine.fall_due(timer.handle, due)
    except AWAY:
        raise
    except Exception:
        for one in due:
            await _do_alone(engine, timer, one)


async def _find(engine: Engine, timer: Timer, as_of: datetime) -> Sequence[tuple[str, Any]]:
    if timer.takes_long:
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

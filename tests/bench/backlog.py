"""A backlog: five departments stand still while sales takes orders, then they hear what has piled up."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from tests.bench import topics
from tests.bench.company import Company
from tests.bench.figures import difference
from tests.bench.processes import command_line, cpu_seconds, family
from tests.bench.progress import STALL_LIMIT_S, say
from tests.bench.running import Running
from tests.bench.topics import Places, lag

LOOK_EVERY_S = 0.5
TELL_EVERY = 10
FREEZES_MAX = 50
IN_TRANSACTION = """
SELECT count(*) FROM pg_stat_activity
WHERE state IN ('active', 'idle in transaction') AND datname = ANY($1::text[]) AND pid <> pg_backend_pid()
"""


async def backlog(running: Running, events: int) -> dict[str, Any]:
    """So many events to hear, counted once per department that hears them; needs a process for each department."""
    company = running.company
    stopped = [name for name in company.departments if name != "sales"]
    async with _standing_still(company, stopped):
        await running.trade.place(-(-events // len(stopped)))
        await _until_piled_up(company, events)
        ends, heard = await topics.ends(company.kafka), await topics.heard(company.kafka, company.departments)
        cpu, first, begun = cpu_seconds(company.pid), len(running.speed.spins), time.monotonic()
    heard_after = await _until_drained(company, ends)
    seconds, spent = time.monotonic() - begun, sum(difference(cpu, cpu_seconds(company.pid)).values())
    every = sum(heard_after.values()) - sum(_by_department(heard).values())
    waiting = lag(ends, heard)
    return {
        "events": waiting,
        "seconds": round(seconds, 2),
        "events_per_second": round(waiting / seconds, 1),
        "heard_meanwhile": every,
        "heard_per_second": round(every / seconds, 1),
        "cpu_ms_per_event_heard": round(1000 * spent / max(1, every), 3),
        "cores": round(spent / seconds, 2),
        **running.speed.since(first),
    }


@asynccontextmanager
async def _standing_still(company: Company, departments: Sequence[str]) -> AsyncIterator[None]:
    """Their processes are frozen in the block, at a moment when none of them was in a transaction."""
    pids = [each.pid for each in family(company.pid) if _is_one_of(command_line(each.pid), departments)]
    if len(pids) != len(departments):
        raise SystemExit(f"{len(pids)} processes found for {', '.join(departments)}")
    try:
        await _freeze(company, departments, pids)
        yield
    finally:
        _signal(pids, signal.SIGCONT)


def _is_one_of(command: str, departments: Sequence[str]) -> bool:
    return any(command.rstrip().endswith(f"-m services.{name}") for name in departments)


async def _freeze(company: Company, departments: Sequence[str], pids: Sequence[int]) -> None:
    async with company.session() as db:
        for _ in range(FREEZES_MAX):
            _signal(pids, signal.SIGSTOP)
            await asyncio.sleep(0.1)  # what they had asked before is answered by now
            if not await db.fetchval(IN_TRANSACTION, list(departments)):
                return
            _signal(pids, signal.SIGCONT)
            await asyncio.sleep(0.1)
    raise SystemExit("the departments were never out of a transaction all at once")


def _signal(pids: Sequence[int], how: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, how)


async def _until_piled_up(company: Company, events: int) -> None:
    """Until sales' relay has sent all that it took in."""
    most, moved = 0, time.monotonic()
    while (now := await _waiting(company)) < events:
        if now > most:
            most, moved = now, time.monotonic()
        elif time.monotonic() - moved > STALL_LIMIT_S:
            raise SystemExit(f"{now} of {events} events came to wait")
        await asyncio.sleep(LOOK_EVERY_S)


async def _waiting(company: Company) -> int:
    return lag(await topics.ends(company.kafka), await topics.heard(company.kafka, company.departments))


async def _until_drained(company: Company, ends: Places) -> dict[str, int]:
    """Until every department has heard what lay there at ``ends``; how much each has heard in all."""
    least, moved, looks = lag(ends, {}), time.monotonic(), 0
    while left := lag(ends, heard := await topics.heard(company.kafka, company.departments)):
        if left != least:
            least, moved = left, time.monotonic()
        elif time.monotonic() - moved > STALL_LIMIT_S:
            raise SystemExit(f"the backlog stands still with {left} events left")
        looks += 1
        if looks % TELL_EVERY == 0:
            say(f"{left} events left")
        await asyncio.sleep(LOOK_EVERY_S)
    return _by_department(heard)


def _by_department(heard: dict[str, Places]) -> dict[str, int]:
    return {name: sum(places.values()) for name, places in heard.items()}

"""Two processes of the warehouse beside one, on other items and on the same ones (WHS-2).

On a PostgreSQL of their own, without Kafka, whose commits take as long as with a standby that confirms them: of an
order's time most is waiting for its commit, and two cores are enough for all. Each process hears as many orders as one
alone; the ratio is that of orders a second.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg

from chassis.database.migrations import migrate
from chassis.database.pool import open_pool
from gendan.embedded.departments import department_dsn
from gendan.embedded.folder import free_port
from gendan.embedded.postgres import postgres
from services.warehouse.house import HOUSE
from services.warehouse.stock.handlers import count
from services.warehouse.stock.rules import Count
from tests.bench.calibration import CHECKOUT
from tests.bench.held.replica import ITEMS
from tests.bench.running import Running

ORDERS, ROUNDS = 200, 3
COMMITS = ("ALTER SYSTEM SET commit_delay = 20000", "ALTER SYSTEM SET commit_siblings = 0", "SELECT pg_reload_conf()")
"""Microseconds of a commit, whether others commit or not."""
ALONE, OTHERS, SAME = (0,), (0, ITEMS), (0, 0)
"""The first item of each process."""
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
LOOK_EVERY_S = 0.01


async def replicas(running: Running, _: Namespace) -> dict[str, Any]:
    """The best of three rounds each, as what else the machine does only makes it slower."""
    first = len(running.speed.spins)
    return await measured() | running.speed.since(first)


async def measured() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        async with postgres(Path(folder), free_port(set()), ["warehouse"], lambda _: None) as admin:
            dsn = department_dsn(admin, "warehouse")
            await _stocked(dsn)
            await _slow_commits(admin)
            rounds = [[await _heard(dsn, firsts) for firsts in (ALONE, OTHERS, SAME)] for _ in range(ROUNDS)]
    alone, others, same = ([one[at] for one in rounds] for at in range(3))
    best = max(rate for rate, _ in alone)
    return {
        "orders_per_second_alone": round(best, 1),
        "replicas": round(max(rate for rate, _ in others) / best, 2),
        "replicas_same_items": round(max(rate for rate, _ in same) / best, 2),
        "waits_seen": sum(waits for _, waits in others),
        "waits_seen_same_items": sum(waits for _, waits in same),
    }


async def _slow_commits(admin: str) -> None:
    db = await asyncpg.connect(admin, ssl=False)
    for statement in COMMITS:
        await db.execute(statement)
    await db.close()


async def _stocked(dsn: str) -> None:
    pool = await open_pool(dsn, size=2)
    await migrate(pool, HOUSE.migrations)
    shelves = [f"ITEM-{number}" for number in range(2 * ITEMS)]
    async with pool.acquire() as db, db.transaction():
        await count(db, [Count(item, Decimal(10**6)) for item in shelves])
    await pool.close()


async def _heard(dsn: str, firsts: Sequence[int]) -> tuple[float, int]:
    """Orders a second, and how often somebody was seen waiting for a lock."""
    started = [await _ready(dsn, at, first) for at, first in enumerate(firsts)]
    db, waits = await asyncpg.connect(dsn, ssl=False), 0
    ends = asyncio.gather(*(one.communicate(b"go\n") for one in started))
    while not ends.done():
        waits += bool(await db.fetchval(WAITING))
        await asyncio.wait([ends], timeout=LOOK_EVERY_S)
    await db.close()
    return len(firsts) * ORDERS / max(float(said) for said, _ in await ends), waits


async def _ready(dsn: str, at: int, first: int) -> asyncio.subprocess.Process:
    """A process that waits for its line, on a core of its own as far as there are some."""
    cores = sorted(os.sched_getaffinity(0))
    told = (dsn, str(cores[at % len(cores)]), str(first), str(ORDERS))
    command = (sys.executable, "-m", "tests.bench.held.replica", *told)
    process = await asyncio.create_subprocess_exec(*command, cwd=CHECKOUT, stdin=-1, stdout=-1)
    if not process.stdout or await process.stdout.readline() != b"ready\n":
        raise SystemExit("a process of the warehouse did not start")
    return process


if __name__ == "__main__":
    print(asyncio.run(measured()))

"""Trials of feasibility are asked while orders come in at a steady pace: how soon all have answered (SAL-24)."""

from __future__ import annotations

import asyncio
import time
from argparse import Namespace
from typing import Any

from tests.bench.figures import percentile
from tests.bench.orders import order, spread
from tests.bench.paced import paced
from tests.bench.running import Running
from tests.bench.trade import insist

PER_SECOND, EVERY_S, LOOK_EVERY_S, LIMIT_S = 50, 0.5, 0.05, 60


async def trials(running: Running, asked: Namespace) -> dict[str, Any]:
    """Milliseconds from the request of a trial to its answer, the median and the slowest twentieth; each is looked for
    twenty times a second, as a page would."""
    took: list[float] = []
    async with asyncio.TaskGroup() as group:
        for nth in range(round(asked.paced / EVERY_S)):
            group.create_task(_answered(running, took, nth * EVERY_S))
        orders = await paced(running, PER_SECOND, PER_SECOND * asked.paced)
    figures = {f"trial_p{percent}_ms": round(1000 * (percentile(took, percent) or 0), 1) for percent in (50, 95)}
    return {"trials": len(took), **figures, **orders}


async def _answered(running: Running, took: list[float], after_s: float) -> None:
    """One trial, asked so long after the first order, from its request until its answer can be read."""
    await asyncio.sleep(after_s)
    number = next(running.trade.numbers)
    told = order(number, spread)
    wanted = {name: told[name] for name in ("customer", "lines", "wanted")}
    begun = time.monotonic()
    made = await running.trade.sales.post("sales", "/trials", {**wanted, "country": "DE"}, key=f"bench-{number:08d}")
    trial = insist("a trial", made)["trial_id"]
    async with asyncio.timeout(LIMIT_S):
        while insist("a trial", await running.trade.sales.get("sales", f"/trials/{trial}"))["state"] == "requested":
            await asyncio.sleep(LOOK_EVERY_S)
    took.append(time.monotonic() - begun)

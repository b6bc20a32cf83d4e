"""Bring about each cause on running departments and ask `gendan why`: `python -m tests.why --json FILE`.

Other orders run beside all the time; none of those that are healthy may be called stuck. Ends with status 1 when a
verdict is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from chassis.telemetry.metrics import start_telemetry
from contracts.catalogue import DEPARTMENTS
from gendan.embedded import embedded
from gendan.switches import in_a_play
from gendan.why.ask import ask
from tests.integration.company import company
from tests.integration.order import Order
from tests.integration.switches import policies
from tests.integration.trade import Trade
from tests.why.causes import CAUSES, Expected
from tests.why.stage import Stage
from whereabouts.verdict import Verdict, verdict

CERTAIN_S = 20.0
"""A cause that came about a moment ago may still look like a message on its way."""
BESIDE_EVERY_S = 0.5
HEALTHY = 5


async def main() -> int:
    parser = argparse.ArgumentParser(prog="why-bench", description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", action="append", help="a cause; may be given several times")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gendan-why-") as folder:
        start_telemetry("error", (Path(folder) / "departments.log").open("w"))
        with in_a_play():
            result = await measured(Path(folder) / "data", asked.only)
    show(result)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n")
    return int(any(row["wrong"] for row in result["causes"]) or result["healthy_called_stuck"] > 0)


async def measured(data: Path, only: Sequence[str] | None) -> dict[str, Any]:
    async def own_database(department: str) -> str:
        return ground.database(department)

    async with (
        embedded(data, DEPARTMENTS, report=lambda line: None) as ground,
        company(ground, own_database, "", data) as running,
    ):
        trade = Trade(running, count(1))
        await trade.open()
        stage = Stage(running, trade, ground, data, "", await trade.keep(100_000))
        healthy = await stage.orders(HEALTHY, at="dispatched")
        rows, called_stuck = [], 0
        for expected in CAUSES:
            if only is None or expected.cause in only:
                row, stuck = await tried(stage, expected, healthy)
                rows.append(row)
                called_stuck += stuck
    return {"causes": rows, "healthy_called_stuck": called_stuck}


async def tried(stage: Stage, expected: Expected, healthy: Sequence[Order]) -> tuple[dict[str, Any], int]:
    """One cause: asked about each of its orders, with orders coming in beside."""
    print(f"{expected.cause} …", file=sys.stderr)
    right, seconds, stuck = 0, [], 0
    with policies() as switch:
        async with expected.bring(stage, switch) as names, others(stage):
            for name in names:
                found, took_s = await certain(stage, name, expected)
                seconds.append(took_s)
                right += (found.cause, found.where, found.state) == (expected.cause, expected.where, expected.state)
            for order in healthy:
                stuck += (await answer(stage, order.number))[0].state == "stuck"
    await stage.until_settled()
    p95_s = max(seconds) if len(seconds) < 20 else statistics.quantiles(seconds, n=20)[18]
    row = {"cause": expected.cause, "asked": len(names), "right": right, "wrong": len(names) - right}
    return row | {"p95_seconds": round(p95_s, 2)}, stuck


async def certain(stage: Stage, name: str, expected: Expected) -> tuple[Verdict, float]:
    """The first verdict that is more than "on its way"; how long the answer took."""
    async with asyncio.timeout(CERTAIN_S):
        while True:
            found, took_s = await answer(stage, name)
            if found.state not in ("moving", "waiting") or found.state == expected.state:
                break
            await asyncio.sleep(0.1)
    if (found.cause, found.where) != (expected.cause, expected.where):
        print(f"  {name}: {found}", file=sys.stderr)
    return found, took_s


async def answer(stage: Stage, name: str) -> tuple[Verdict, float]:
    urls = {name: f"http://127.0.0.1:{each.port}" for name, each in stage.company.settings.items()}
    token = stage.company.tokens.token("sre", ["administrator"])
    begun = time.monotonic()
    found = verdict(await ask(urls, token, name))
    return found, time.monotonic() - begun


@asynccontextmanager
async def others(stage: Stage) -> AsyncIterator[None]:
    """Orders come in beside, as far as sales takes them."""

    async def come() -> None:
        while True:
            await stage.orders(1)
            await asyncio.sleep(BESIDE_EVERY_S)

    beside = asyncio.create_task(come())
    try:
        yield
    finally:
        beside.cancel()
        with suppress(asyncio.CancelledError):
            await beside


def show(result: dict[str, Any]) -> None:
    table = Table("cause", "asked", "right", "wrong", "p95 s")
    for row in result["causes"]:
        table.add_row(*(str(row[name]) for name in ("cause", "asked", "right", "wrong", "p95_seconds")))
    console = Console()
    console.print(table)
    console.print(f"healthy orders called stuck: {result['healthy_called_stuck']}")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

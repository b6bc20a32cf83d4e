"""The parts of a run, each by its name, in the order in which one company goes through them."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from tests.bench.bulk import bulk
from tests.bench.idle import idle
from tests.bench.orders import every_fifth_short, hot, spread
from tests.bench.paced import paced
from tests.bench.progress import say
from tests.bench.running import Running, warm_company
from tests.bench.trees import Tree

PARTS = ("idle", "bulk", "paced20", "paced100", "short", "hot")
SHAPES = {"bulk": spread, "short": every_fifth_short, "hot": hot}
PACES = {"paced20": 20, "paced100": 100}
PLAIN = PARTS
"""Those that run when none is named."""


def parts_named(text: str) -> list[str]:
    """``bulk,paced20`` or ``all``; in the order of their running. Raises for a name that is none."""
    named = PARTS if text == "all" else text.split(",")
    if strange := [name for name in named if name not in PARTS]:
        raise ArgumentTypeError(f"no part is called {', '.join(strange)}; there are {', '.join(PARTS)}, all")
    return [name for name in PARTS if name in named]


async def measured(tree: Tree, folder: Path, asked: Namespace) -> dict[str, Any]:
    """One round of one build: its figures by part."""
    async with warm_company(tree, folder / "data", asked.warm, processes=asked.processes) as running:
        found: dict[str, Any] = {}
        for name in asked.part:
            say(f"{tree.name}: {name}")
            found[name] = await _part(name, running, asked)
            say(f"{tree.name}: {name}: {_short(found[name])}")
        return found


async def _part(name: str, running: Running, asked: Namespace) -> dict[str, Any]:
    if name == "idle":
        return await idle(running, asked.idle)
    if name in PACES:
        return await paced(running, PACES[name], PACES[name] * asked.paced)
    _, figures = await bulk(running, asked.orders, SHAPES[name])
    return figures


def _short(figures: dict[str, Any]) -> str:
    wanted = ("orders_per_second", "cpu_ms_per_order", "cores", "p50_ms", "p99_ms", "cal_ms", "state")
    return ", ".join(f"{name} {figures[name]}" for name in wanted if figures.get(name) is not None)

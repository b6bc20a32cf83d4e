"""The parts of a run, each by its name, in the order in which one company goes through them."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import Any

from tests.bench.backlog import backlog
from tests.bench.board import board
from tests.bench.bulk import bulk
from tests.bench.company import removed_after
from tests.bench.growth import growth
from tests.bench.held.archive import archive
from tests.bench.held.bank import bank
from tests.bench.held.desk import desk
from tests.bench.held.examination import examination
from tests.bench.held.month import month
from tests.bench.held.papers import papers
from tests.bench.held.planning import planning
from tests.bench.held.replicas import replicas
from tests.bench.held.trials import trials
from tests.bench.idle import idle
from tests.bench.limit.beside import limit_of
from tests.bench.orders import every_fifth_short, hot, spread
from tests.bench.paced import paced
from tests.bench.progress import say
from tests.bench.readings import Done
from tests.bench.running import Running, warm_company
from tests.bench.trees import CHECKOUT, Tree
from tests.bench.watched import watched

HELD = {
    "trials": trials,
    "papers": papers,
    "bank": bank,
    "examination": examination,
    "archive": archive,
    "desk": desk,
    "month": month,
    "planning": planning,
    "replicas": replicas,
}
"""Figures that somebody waits for, of this build alone."""
PARTS = (
    *("idle", "bulk", "watched", "board", "paced20", "paced100", "short", "hot", "growth", *HELD),
    *("backlog", "limit"),
)
APART = {"limit", "backlog"}
"""Not on the company of the other parts: after it, and on one of its own."""
SHOWN = (
    *("orders_per_second", "events_per_second", "cpu_ms_per_order", "growth", "cores"),
    *(
        "papers_s",
        "bank_s",
        "examination_ms",
        "archive_ms",
        "desk_ms",
        "board_kb",
        "month_s",
        "compare_s",
        "planning_s",
        "replicas",
        "trial_p50_ms",
        "trial_p95_ms",
    ),
    *(
        "p50_ms",
        "p99_ms",
        "refused",
        "first_card_ms",
        "frame_p95_ms",
        "longest_task_ms",
        "live_ms",
        "live_ms_slowed",
        "cal_ms",
        "state",
    ),
)
"""What people are told of a part while it runs."""
SHAPES = {"bulk": spread, "short": every_fifth_short, "hot": hot}
PACES = {"paced20": 20, "paced100": 100}
PLAIN = ("idle", "bulk", "paced20", "paced100", "short", "hot", "limit")
"""Those that run when none is named."""


def parts_named(text: str) -> list[str]:
    """``bulk,paced20`` or ``all``, in the order of their running; the limit is that of bulk, which then runs too."""
    named = PARTS if text == "all" else text.split(",")
    if strange := [name for name in named if name not in PARTS]:
        raise ArgumentTypeError(f"no part is called {', '.join(strange)}; there are {', '.join(PARTS)}, all")
    needed = {"bulk"} if "limit" in named else set()
    return [name for name in PARTS if name in needed.union(named)]


async def measured(tree: Tree, folder: Path, asked: Namespace) -> dict[str, Any]:
    """One round of one build: its figures by part."""
    done: dict[str, Done] = {}
    found: dict[str, Any] = {}
    async with removed_after(tree, folder / "data") as data:
        async with warm_company(tree, data, asked.warm, processes=asked.processes) as running:
            for name in [
                name for name in asked.part if name not in (APART if tree.folder == CHECKOUT else {*APART, *HELD})
            ]:
                found[name] = _told(tree, name, await _part(name, running, asked, done))
        if "limit" in asked.part and tree.folder == CHECKOUT:
            found["limit"] = _told(tree, "limit", await limit_of(done["bulk"], data))
    if "backlog" in asked.part:
        found["backlog"] = _told(tree, "backlog", await _backlog(tree, folder / "backlog", asked))
    return found


async def _backlog(tree: Tree, folder: Path, asked: Namespace) -> dict[str, Any]:
    """In a company of its own, whose departments can be stopped one by one; its orders are left as they are."""
    async with removed_after(tree, folder) as data, warm_company(tree, data, asked.warm, processes=True) as running:
        return await backlog(running, asked.backlog)


def _told(tree: Tree, name: str, figures: dict[str, Any]) -> dict[str, Any]:
    short = ", ".join(f"{each} {figures[each]}" for each in SHOWN if figures.get(each) is not None)
    say(f"{tree.name}: {name}: {short}")
    return figures


async def _part(name: str, running: Running, asked: Namespace, done: dict[str, Done]) -> dict[str, Any]:
    await running.finish()
    if name == "idle":
        return await idle(running, asked.idle)
    if name == "board":
        return await board(running)
    if name == "growth":
        return await growth(running, asked.orders, asked.history)
    if name in HELD:
        return await HELD[name](running, asked)
    if name in PACES:
        return await paced(running, PACES[name], PACES[name] * asked.paced)
    if name == "watched":
        return (await watched(running, asked.orders, spread)).figures()
    done[name] = await bulk(running, asked.orders, SHAPES[name])
    return done[name].figures()

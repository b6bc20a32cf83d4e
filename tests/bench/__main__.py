"""Measure what an order costs and how long it takes: `python -m tests.bench --part bulk,paced20`.

The last line is JSON; docs/performance.md says what each figure means. The company runs as its users run it: `gendan
up`, all durability on. Customers accept by agreement (policy), carriers and the bank speak in batches as in files.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from tests.bench.figures import median_of
from tests.bench.parts import PARTS, PLAIN, measured, parts_named
from tests.bench.progress import say
from tests.bench.summary import summary
from tests.bench.trees import Tree, this_tree, tree_of

ROUNDS_AGAINST = 3
QUICK = {"orders": 200, "paced": 3, "warm": 40, "idle": 5.0, "backlog": 2_000, "history": [2_000, 10_000]}
QUICK_PARTS = ["idle", "bulk", "paced20", "paced100", "limit"]


def lengths(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--part", type=parts_named, help=f"of {', '.join(PARTS)}, by comma, or all; else {', '.join(PLAIN)}"
    )
    parser.add_argument("--orders", type=int, default=3000, help="orders of bulk, short, hot and growth")
    parser.add_argument("--paced", type=int, default=20, help="seconds of a paced part")
    parser.add_argument("--warm", type=int, default=200, help="orders closed before anything is measured, twice")
    parser.add_argument("--idle", type=float, default=30.0, help="seconds of the idle part")
    parser.add_argument("--backlog", type=int, default=50_000, help="events that wait, once per department")
    parser.add_argument("--history", type=lengths, default=[10_000, 200_000], help="orders already there, by comma")
    parser.add_argument("--against", metavar="REF", help="measure the build of this git ref in turn with this one")
    parser.add_argument("--rounds", type=int, help=f"of each build; {ROUNDS_AGAINST} against a ref, else 1")
    parser.add_argument("--processes", action="store_true", help="six processes instead of one")
    parser.add_argument("--quick", action="store_true", help="small numbers: under three minutes")
    parser.add_argument("--json", type=Path, help="write everything here")
    asked = parser.parse_args()
    if asked.quick:
        vars(asked).update(QUICK)
    asked.part = asked.part or (QUICK_PARTS if asked.quick else list(PLAIN))
    asked.rounds = asked.rounds or (ROUNDS_AGAINST if asked.against and not asked.quick else 1)
    return asked


async def run(asked: argparse.Namespace) -> dict[str, Any]:
    """All rounds of this build and of the one it is compared with, in turn: A B A B."""
    if task := asyncio.current_task():
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # a company must not outlive it
    with tempfile.TemporaryDirectory(prefix="gendan-bench-") as folder:
        async with AsyncExitStack() as stack:
            trees = [await this_tree()]
            if asked.against:  # the other one first: if it cannot be driven, nobody has waited for this one
                trees.insert(0, await stack.enter_async_context(tree_of(asked.against, Path(folder))))
            found: dict[str, list[Any]] = {tree.name: [] for tree in trees}
            for number in range(asked.rounds):
                for position, tree in enumerate(trees):
                    say(f"round {number + 1} of {asked.rounds}: {tree.name} ({tree.commit})")
                    found[tree.name].append(await measured(tree, Path(folder) / f"{number}-{position}", asked))
    return _result(trees, found, asked)


def _result(trees: list[Tree], found: dict[str, list[Any]], asked: argparse.Namespace) -> dict[str, Any]:
    medians = {name: median_of(rounds) for name, rounds in found.items()}
    against = medians.get(asked.against) if asked.against else None
    return {
        "summary": summary(medians["this"], against),
        "asked": {name: str(value) if isinstance(value, Path) else value for name, value in vars(asked).items()},
        "builds": {tree.name: tree.commit for tree in trees},
        "medians": medians,
        "rounds": found,
    }


def main() -> None:
    asked = arguments()
    try:
        result = asyncio.run(run(asked))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result["summary"]))


if __name__ == "__main__":
    main()

"""The command `gendan demo`."""

from __future__ import annotations

from os import environ
from pathlib import Path
from typing import Annotated

import typer

from contracts.texts import Text
from gendan import in_compose
from gendan.demo import DAY_S, SAMPLE, Plan, demo_against
from gendan.demo import demo as play_demo
from gendan.demo import look as look_at
from gendan.elsewhere import clock_at, company_elsewhere, key_beside
from gendan.language import Lang
from gendan.options import Data
from gendan.play_folder import FOLDER
from gendan.play_summary import insist
from gendan.terminal import console, failed, interrupted_by_signal, speak, spoken, started
from gendan.told import Told
from gendan.up_command import print_addresses
from gendan.wrong_use import WrongUse

PACE = "Business days per real second: 1 unless told otherwise, against `compose` a quarter."
AGAINST = "Play on a company that runs: `compose`, or a file that says where its departments answer."
PACED, UNPACED = 1.0, 0.25
"""Business days per real second: where the clock waits for the slowest, and where it waits for nobody."""


def demo(
    orders: Annotated[int | None, typer.Option(min=1, help="Only the first so many orders.")] = None,
    once: Annotated[bool, typer.Option("--once", help="End by itself when the play is over.")] = False,
    json: Annotated[Path | None, typer.Option(help="Write the summary to this file.")] = None,
    source: Annotated[Path, typer.Option(help="The company's files.")] = SAMPLE / "company",
    mapping: Annotated[Path, typer.Option(help="How to read them.")] = SAMPLE / "mappings" / "company.toml",
    days_per_second: Annotated[float | None, typer.Option(min=0.001, help=PACE)] = None,
    against: Annotated[str | None, typer.Option(help=AGAINST)] = None,
    patience: Annotated[int, typer.Option(help="Business days that open orders have after the last arrival.")] = 120,
    seed: Annotated[int, typer.Option(help="The same seed plays the same world.")] = 7,
    data: Data = FOLDER,
    look: Annotated[bool, typer.Option("--look", help="Play nothing: the last play's company again.")] = False,
    lang: Lang = None,
) -> None:
    """Play a company with the world outside; then the summary."""
    speak(lang)
    if json and not json.absolute().parent.is_dir():
        raise WrongUse(Text("{option}: {came} is not there", option="--json", came=json.parent))
    if look:
        return started(_look(data))
    if against and against != "compose" and data == FOLDER:
        data = key_beside(Path(against)) or data
    days_per_second = days_per_second or (UNPACED if against else PACED)
    plan = Plan(source, mapping, data, orders, days_per_second * DAY_S, seed, patience, once, json)
    if against == "compose":
        return _in_compose(plan)
    started(_against(plan, Path(against)) if against else _demo(plan))


async def _look(data: Path) -> None:
    with interrupted_by_signal():
        await look_at(data, console, print_addresses)


async def _demo(plan: Plan) -> None:
    with interrupted_by_signal():
        summary = await play_demo(plan, console, print_addresses)
    insist(summary)


async def _against(plan: Plan, addresses: Path) -> None:
    """The clock is the departments': the same settings, or as the company of the folder keeps it."""
    clock = clock_at(plan.data, environ)
    with interrupted_by_signal():
        async with company_elsewhere(plan.data, addresses) as api:
            summary = await demo_against(plan, api, clock, console)
    insist(summary)


def _in_compose(plan: Plan) -> None:
    """There the sample company is played; a summary goes to people alone."""
    asked = {"orders": plan.orders, "seed": plan.seed, "patience": plan.patience_days}
    options = [part for name, value in asked.items() if value is not None for part in (f"--{name}", str(value))]
    try:
        in_compose.play(plan.rate, [*options, "--lang", spoken()], once=plan.once)
    except Told as fault:
        raise failed(fault) from None

"""The command `gendan demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gendan.demo import SAMPLE, Plan, insist
from gendan.demo import demo as play_demo
from gendan.demo import look as look_at
from gendan.options import Data
from gendan.play_folder import FOLDER
from gendan.terminal import console, interrupted_by_signal, speak, started
from gendan.up_command import print_addresses
from gendan.why.words import Lang


def demo(
    orders: Annotated[int | None, typer.Option(min=1, help="Only the first so many orders.")] = None,
    once: Annotated[bool, typer.Option("--once", help="End by itself when the play is over.")] = False,
    json: Annotated[Path | None, typer.Option(help="Write the summary to this file.")] = None,
    source: Annotated[Path, typer.Option(help="The company's files.")] = SAMPLE / "company",
    mapping: Annotated[Path, typer.Option(help="How to read them.")] = SAMPLE / "mappings" / "company.toml",
    days_per_second: Annotated[float, typer.Option(min=0.001, help="Business days per real second.")] = 1.0,
    patience: Annotated[int, typer.Option(help="Business days that open orders have after the last arrival.")] = 120,
    seed: Annotated[int, typer.Option(help="The same seed plays the same world.")] = 7,
    data: Data = FOLDER,
    look: Annotated[bool, typer.Option("--look", help="Play nothing: the last play's company again.")] = False,
    lang: Lang = None,
) -> None:
    """Play a company with the world outside; then the summary."""
    speak(lang)
    if json and not json.absolute().parent.is_dir():
        raise typer.BadParameter(f"--json: the folder {json.parent} is not there")
    if look:
        return started(_look(data))
    plan = Plan(source, mapping, data, orders, days_per_second * 86_400, seed, patience, once, json)
    started(_demo(plan))


async def _look(data: Path) -> None:
    with interrupted_by_signal():
        await look_at(data, console, print_addresses)


async def _demo(plan: Plan) -> None:
    with interrupted_by_signal():
        summary = await play_demo(plan, console, print_addresses)
    insist(summary)

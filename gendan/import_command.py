"""The command `gendan import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contracts.sentences import language as reader
from contracts.texts import saying
from gendan import business_clock
from gendan.addresses import DATA, departments
from gendan.identity import signer_of
from gendan.importing.mapping import BadMapping
from gendan.importing.run import run_import, try_import
from gendan.language import Lang, speaking
from gendan.options import Data
from gendan.terminal import console, failed, report, speak, spoken, started
from world.client import Api


def import_(
    source: Annotated[Path, typer.Argument(help="A folder of CSV and XLSX files, or one file.", exists=True)],
    mapping: Annotated[Path, typer.Option(help="Which column is what (TOML).", exists=True)],
    dry_run: Annotated[bool, typer.Option(help="Read and check the files; ask nobody, post nothing.")] = False,
    lang: Lang = None,
    data: Data = DATA,
) -> None:
    """Bring master data and orders to the running company. Bad rows are told, good ones taken, none twice."""
    speak(lang)
    try:
        with saying(speaking(spoken())):
            started(_import(source, mapping, data, dry_run))
    except BadMapping as fault:
        raise failed(fault) from None


async def _import(source: Path, mapping: Path, data: Path, dry_run: bool) -> None:
    today = business_clock.running(data).today()
    if dry_run:
        outcome = try_import(source, mapping, today=today)
    else:
        async with Api(departments(data), signer_of(data), language=reader()) as api:
            outcome = await run_import(source, mapping, api, arrive=True, today=today, progress=progress)
    console.print(outcome.text(), markup=False, soft_wrap=True)
    if not outcome.ok:
        raise typer.Exit(1)


def progress(target: str, done: int, of: int) -> None:
    """A line when a kind of record is through."""
    if done == of:
        report(f"{target}: {of}")

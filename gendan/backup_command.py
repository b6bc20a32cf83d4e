"""The commands `gendan backup` and `gendan restore` (ALL-9)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from aiokafka.errors import KafkaError

from contracts.texts import Text
from gendan.addresses import DATA
from gendan.backup.restoring import restore as bring_back
from gendan.backup.taking import take
from gendan.called import called
from gendan.embedded import folder
from gendan.embedded.backup import back_up
from gendan.language import Lang
from gendan.options import Data
from gendan.terminal import failed, interrupted_by_signal, report, speak, started
from gendan.told import Told


def backup(
    target: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    data: Data = DATA,
    lang: Lang = None,
) -> None:
    """Keep a company as it is in a new folder, whether it runs or not.

    Of one that runs `gendan restore` makes a company again; on the copy of one that does not, `up` starts.
    """
    speak(lang)
    if folder.is_held(data):
        started(_while_it_runs(data, target))
        return
    try:
        back_up(data, target)
    except (Told, OSError) as fault:
        raise failed(fault) from None
    how = called(f"up --data {target}")
    report(Text("{target} is a whole copy of {data}; start it with {how}", target=target, data=data, how=how))


def restore(
    backup: Annotated[Path, typer.Argument(help="What gendan backup made of a company that ran.")],
    data: Annotated[Path, typer.Option(help="The new company's folder: not there yet, or empty.")] = DATA,
    lang: Lang = None,
) -> None:
    """Bring a company back from a backup taken while it ran.

    What it accepted after the backup is lost, in all departments alike. It is started by `gendan up`.
    """
    speak(lang)
    started(_restore(backup, data))


async def _while_it_runs(data: Path, target: Path) -> None:
    begun = time.monotonic()
    with interrupted_by_signal(), _whole_or_not(target):
        taken = await take(data, target)
    times = {"since": _utc(taken.begun), "until": _utc(taken.ended)}
    report(
        Text("{target} holds all that was accepted until {since}, and nothing from {until} on", target=target, **times)
    )
    how = called(f"restore {quote(str(target))} --data FOLDER")
    report(Text("taken in {s} s; bring it back with {how}", s=_since(begun), how=how))


async def _restore(backup: Path, data: Path) -> None:
    begun = time.monotonic()
    with interrupted_by_signal(), _whole_or_not(data):
        found = await bring_back(backup, data, report)
    counts = {"sent": found.sent, "left_out": found.left_out}
    report(Text("Kafka: {sent} records sent back, {left_out} left out that were said after the backup", **counts))
    told = {"last": _utc(found.last), "s": _since(begun), "how": called(f"up --data {quote(str(data))}")}
    report(Text("restored in {s} s; the last that it knows was accepted at {last}; start it with {how}", **told))


@contextmanager
def _whole_or_not(made: Path) -> Iterator[None]:
    """Who breaks it off ends it with a failure, as a Kafka that does not answer: no schedule takes it for done."""
    try:
        yield
    except asyncio.CancelledError:
        raise Told(Text("broken off; {folder} was not made", folder=made)) from None
    except KafkaError as fault:
        raise Told(Text("Kafka does not answer: {fault}", fault=str(fault))) from fault


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f}"

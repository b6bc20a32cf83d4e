"""The command `gendan up`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len

from contracts.departments import DEPARTMENTS
from contracts.texts import Text, Word
from gendan import switches
from gendan.addresses import DATA
from gendan.language import Lang
from gendan.options import Data
from gendan.play_folder import becomes_a_company
from gendan.terminal import console, department_word, in_words, interrupted_by_signal, report, speak, started
from gendan.up import Company, company
from gendan.wrong_use import one_of

WITHOUT = "A department that is not started: a system from outside stands for it. May be given again."


def up(
    data: Data = DATA,
    processes: Annotated[bool, typer.Option(help="Each department a process of its own.")] = False,
    rate: Annotated[float, typer.Option(min=1e-3, help="Business seconds per real second; 1 outside sandboxes.")] = 1.0,
    zone: Annotated[str, typer.Option(help="The company's IANA time zone.")] = "Asia/Shanghai",
    without: Annotated[list[str] | None, typer.Option(help=WITHOUT)] = None,
    lang: Lang = None,
) -> None:
    """Start Kafka, PostgreSQL and the six departments; Ctrl-C stops all."""
    speak(lang)
    if unknown := sorted(set(without or ()) - set(DEPARTMENTS)):
        raise one_of("--without", DEPARTMENTS, ", ".join(unknown))
    started(_up(data, processes, rate, zone, without or ()))


async def _up(data: Path, processes: bool, rate: float, zone: str, without: Sequence[str]) -> None:
    with interrupted_by_signal():
        async with company(data, report, processes=processes, rate=rate, zone=zone, without=without) as running:
            becomes_a_company(data, report)
            print_addresses(running)
            for name in without:
                report(_nobody(name))
            for line in switches.lines():
                report(line)
            report(Text("Ctrl-C stops all"))
            await asyncio.Event().wait()


def _nobody(department: str) -> Text:
    called = Word(department)
    return Text("{department} is not started: who stands for it hears and says its topics in Kafka", department=called)


def print_addresses(running: Company) -> None:
    """Where people sign in, and where each department and Kafka answer."""
    told = {in_words(Word("desk")): f"{running.urls['notify']}/desk/"}
    told |= {department_word(department): f"{url}/openapi.json" for department, url in running.urls.items()}
    told[in_words(Word("events"))] = f"{running.urls['notify']}/asyncapi.yaml"
    for name, where in {**told, "Kafka": running.ground.kafka}.items():
        console.print(f"  {name}{' ' * (11 - cell_len(name))} {where}")

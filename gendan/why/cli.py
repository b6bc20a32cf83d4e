"""`gendan why`, `gendan stuck`, `gendan timeline`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gendan.addresses import DATA, NoCompany, departments
from gendan.identity import signer
from gendan.why.ask import ask, ask_what_is_overdue, ask_what_waits
from gendan.why.picture import Picture, Silent
from gendan.why.show import as_json, show_groups, show_timeline, show_verdict
from gendan.why.stuck import Group, groups, silent
from gendan.why.timeline import timeline as steps_of
from gendan.why.verdict import verdict

UNKNOWN = 3
Name = Annotated[str, typer.Argument(help="Order id, order number, customer PO, purchase, shipment or invoice number.")]
Data = Annotated[Path, typer.Option(help="The folder of the running company.")]
Addresses = Annotated[
    Path | None, typer.Option(help='{"sales": "http://…", …}; with GENDAN_TOKEN it reaches a company anywhere.')
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
console = Console(highlight=False, soft_wrap=True)


def why(name: Name, data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """Why an order is where it is. Exit 0: done or moving, 1: waiting in its limit, 2: stuck, 3: unknown in part."""
    found = verdict(asyncio.run(ask(_urls(data, addresses), _token(data), name)))
    if json:
        print(as_json(found))
    else:
        show_verdict(name, found, console)
    raise typer.Exit(found.exit_code)


def timeline(name: Name, data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """An order's story by department, idle time compressed."""
    answers = asyncio.run(ask(_urls(data, addresses), _token(data), name))
    steps = steps_of([answer for answer in answers if isinstance(answer, Picture)])
    if json:
        print(as_json(steps))
    else:
        show_timeline(name, steps, console)
    raise typer.Exit(UNKNOWN if any(isinstance(answer, Silent) for answer in answers) or not steps else 0)


def stuck(data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """All that is stuck, grouped by cause. Exit 0: nothing, 2: something, 3: somebody did not answer."""
    found, gone = asyncio.run(_stuck(_urls(data, addresses), _token(data)))
    if json:
        print(as_json(found))
    else:
        show_groups(found, gone, console)
    raise typer.Exit(UNKNOWN if gone else 2 if found else 0)


async def _stuck(urls: Mapping[str, str], token: str) -> tuple[list[Group], list[str]]:
    answers, overdue = await asyncio.gather(ask_what_waits(urls, token), ask_what_is_overdue(urls["notify"], token))
    gone = silent(answers)
    if isinstance(overdue, Silent):
        return groups(answers, []), [*gone, f"what is overdue is not known: {overdue.reason} from notify"]
    return groups(answers, overdue), gone


def _urls(data: Path, addresses: Path | None) -> dict[str, str]:
    try:
        return departments(data, addresses)
    except NoCompany as fault:
        console.print(str(fault), markup=False)
        raise typer.Exit(UNKNOWN) from None


def _token(data: Path) -> str:
    return os.environ.get("GENDAN_TOKEN") or signer(data).token("gendan", ["administrator", "management"])

"""`gendan why`, `gendan stuck`, `gendan timeline`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import typer
from rich.console import Console

from gendan.addresses import DATA
from gendan.called import pasted
from gendan.why.ask import ask, ask_numbers, ask_waits, ask_what_is_overdue, ask_what_waits
from gendan.why.company import UNKNOWN, Addresses, Data, options, token_of, urls_of
from gendan.why.picture import Picture, Silent
from gendan.why.show import as_json, show_groups, show_timeline, show_unknown, show_verdict
from gendan.why.stuck import Group, Known, groups, ids_in, silent
from gendan.why.timeline import Step
from gendan.why.timeline import timeline as steps_of
from gendan.why.verdict import verdict

ASKER = "gendan"
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
console = Console(highlight=False, soft_wrap=True, emoji=False)


def named(name: str) -> str:
    """A name of an order, as it is typed or pasted."""
    if not name.strip():
        raise typer.BadParameter("expected an order's id or number, came nothing")
    return name.strip()


Name = Annotated[
    str,
    typer.Argument(help="Order id, order number, customer PO, purchase, shipment or invoice number.", callback=named),
]


def why(name: Name, data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """Why an order is where it is.

    Exit 0: done or moving, 1: waiting in its limit, 2: stuck, 3: unknown in part, 4: no order has this name.
    """
    found = verdict(asyncio.run(ask(urls_of(data, addresses), token_of(data, ASKER), name)))
    found = replace(found, next=pasted(found.next, options(data, addresses)))
    if json:
        print(as_json(found))
    else:
        show_verdict(name, found, console)
    raise typer.Exit(found.exit_code)


def timeline(name: Name, data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """An order's story by department, idle time compressed. Exit 3: no order, or somebody did not answer."""
    answers = asyncio.run(ask(urls_of(data, addresses), token_of(data, ASKER), name))
    steps = steps_of([answer for answer in answers if isinstance(answer, Picture)])
    if json:
        print(as_json(steps))
    else:
        _show_story(name, steps, answers)
    raise typer.Exit(UNKNOWN if any(isinstance(answer, Silent) for answer in answers) or not steps else 0)


def _show_story(name: str, steps: Sequence[Step], answers: Sequence[Picture | Silent]) -> None:
    show_timeline(name, steps, console)
    found = verdict(answers)
    if not steps:
        console.print(f"  {found.what}", markup=False)
    show_unknown(found.unknown, console)


def stuck(data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """All that is stuck, grouped by cause. Exit 0: nothing, 2: something, 3: somebody did not answer."""
    found, gone = asyncio.run(what_is_stuck(urls_of(data, addresses), token_of(data, ASKER)))
    found = [replace(group, next=pasted(group.next, options(data, addresses))) for group in found]
    if json:
        print(as_json(Stuck(tuple(found), tuple(gone))))
    else:
        show_groups(found, gone, console)
    raise typer.Exit(UNKNOWN if gone else 2 if found else 0)


@dataclass(frozen=True)
class Stuck:
    """What is stuck, and what of it is not known, because somebody was silent."""

    groups: tuple[Group, ...]
    unknown: tuple[str, ...]


async def what_is_stuck(urls: Mapping[str, str], token: str) -> tuple[list[Group], list[str]]:
    """The groups, and what is not known because somebody did not answer."""
    answers, (overdue, missing) = await asyncio.gather(
        ask_what_waits(urls, token), ask_what_is_overdue(urls["notify"], token)
    )
    named, own = ids_in(answers, overdue)
    numbers, waits = await asyncio.gather(ask_numbers(urls, token, named), ask_waits(urls, token, own))
    every = {id_: number for each in numbers.values() for id_, number in each.items()}
    known = Known(every, frozenset(numbers["sales"]), waits)
    return groups(answers, overdue, known), [*silent(answers), *([missing] if missing else [])]

"""`gendan why`, `gendan stuck`, `gendan timeline`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from contracts.sentences import DEFAULT, Language
from contracts.texts import NOTHING, Text, said, saying
from gendan.addresses import DATA
from gendan.called import pasted
from gendan.language import Lang, language, speaking
from gendan.why.ask import ask, company_at
from gendan.why.company import UNKNOWN, Addresses, Data, options, token_of, urls_of
from gendan.why.show import as_json, show_groups, show_story, show_unknown, show_verdict
from gendan.why.story import Line, as_text, contents, head, left_out, told
from gendan.why.words import phrase
from gendan.wrong_use import WrongUse
from whereabouts import asking
from whereabouts.picture import Picture, Silent
from whereabouts.stuck import Group
from whereabouts.timeline import Step
from whereabouts.timeline import timeline as steps_of
from whereabouts.verdict import verdict
from whereabouts.words import no_database, silence

ASKER = "gendan"
NOBODY = 4
"""The exit code where no order has the name."""
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
console = Console(highlight=False, soft_wrap=True, emoji=False)


def named(name: str) -> str:
    """A name of an order, as it is typed or pasted."""
    if not name.strip():
        raise WrongUse(Text("expected an order's id or number; came {came}", came=NOTHING))
    return name.strip()


Name = Annotated[
    str,
    typer.Argument(help="Order id, order number, customer PO, purchase, shipment or invoice number.", callback=named),
]


def why(name: Name, lang: Lang = None, data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """Why an order is where it is.

    Exit 0: done or moving, 1: waiting in its limit, 2: stuck, 3: unknown in part, 4: no order has this name.
    """
    with saying(speaking(lang or _language(json=json))):
        found = verdict(asyncio.run(ask(urls_of(data, addresses), token_of(data, ASKER), name)))
        found = replace(found, next=pasted(found.next, options(data, addresses)))
        if json:
            print(as_json(found))
        else:
            show_verdict(name, found, console)
    raise typer.Exit(found.exit_code)


def timeline(
    name: Name,
    everything: Annotated[bool, typer.Option("--all", help="A long story in full, with every command.")] = False,
    lang: Lang = None,
    data: Data = DATA,
    addresses: Addresses = None,
    json: Json = False,
) -> None:
    """An order's story by department, idle time compressed. Exit 3: somebody did not answer, 4: no such order."""
    lang = lang or language(os.environ)
    with saying(speaking(lang)):
        ended = _told(name, urls_of(data, addresses), data, lang, everything=everything, json=json)
    raise typer.Exit(ended)


def _told(name: str, urls: Mapping[str, str], data: Path, lang: Language, *, everything: bool, json: bool) -> int:
    """The story is told; how the command ends."""
    answers, asked = asyncio.run(story_of(urls, token_of(data, ASKER), name))
    page = {} if isinstance(asked, Silent) else asked
    pictures = [answer for answer in answers if isinstance(answer, Picture)]
    steps, gone = steps_of(pictures), missing_in(answers, asked)
    says = contents(pictures, page)
    lines = told(steps, says, lang, everything=everything)
    more = left_out(told(steps, says, lang, everything=True), lines)
    if json:
        print(as_json(Story(tuple(steps), tuple(lines), tuple(gone))))
    else:
        folded = [phrase("folded", lang, count=more, how="--all")] if more else []
        _show(name, answers, page, [*as_text(lines, lang), *folded], lang)
        show_unknown(gone, console)
    return UNKNOWN if gone else 0 if steps else NOBODY


def _language(*, json: bool) -> Language:
    """A program that names none reads English, wherever it runs."""
    return DEFAULT if json else language(os.environ)


@dataclass(frozen=True)
class Story:
    """Every step, the lines that tell it, and what of it is not known because somebody was silent."""

    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    unknown: tuple[str, ...]


async def story_of(
    urls: Mapping[str, str], token: str, name: str
) -> tuple[list[Picture | Silent], Mapping[str, Any] | Silent]:
    """What every department knows of the order, and notify's page of it."""
    async with company_at(urls, token) as company:
        answers = await asking.ask(company, name)
        order = asking.order_of(answers)
        return answers, await asking.ask_page(company, order) if order else {}


def missing_in(answers: Sequence[Picture | Silent], page: Mapping[str, Any] | Silent) -> list[str]:
    """Whose part of the story is left out, and why."""
    gone = [silence(a.service, a.reason) for a in answers if isinstance(a, Silent)]
    gone += [no_database(a.service, a.database) for a in answers if isinstance(a, Picture) and not a.knows]
    told = [a for a in answers if a.service == "notify" and (isinstance(a, Silent) or not a.knows)]
    if isinstance(page, Silent) and not told:
        gone.append(said(Text("numbers and amounts: {silence}", silence=silence("notify", page.reason))))
    return gone


def _show(
    name: str, answers: Sequence[Picture | Silent], page: Mapping[str, Any], lines: Sequence[str], lang: Language
) -> None:
    number = page.get("number") or ""
    called = f"{name} ({number})" if number and number != name else name
    show_story(called, head(page, lang), lines, console)
    if not lines:
        console.print(f"  {verdict(answers).what}", markup=False, emoji=False)


def stuck(lang: Lang = None, data: Data = DATA, addresses: Addresses = None, json: Json = False) -> None:
    """All that is stuck, grouped by cause. Exit 0: nothing, 2: something, 3: somebody did not answer."""
    with saying(speaking(lang or _language(json=json))):
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
    async with company_at(urls, token) as company:
        return await asking.what_is_stuck(company, await asking.ask_what_waits(company))

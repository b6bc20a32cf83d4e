"""The command `gendan replay`: which messages, of which departments, by whom."""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console

from contracts.departments import DEPARTMENTS
from contracts.texts import Text, said, saying
from gendan.addresses import DATA
from gendan.called import pasted
from gendan.language import Lang, speaking
from gendan.options import By, Reason
from gendan.replay import Ask, Replayed, is_done, lines, lines_of_groups, parked_in, replay
from gendan.terminal import speak, spoken
from gendan.why.ask import ask as ask_about
from gendan.why.company import Addresses, Data, options, token_of, urls_of
from gendan.wrong_use import WrongUse, one_of
from whereabouts.asking import order_of
from whereabouts.picture import Picture, Silent
from whereabouts.words import whom

MESSAGES_MAX = 200
console = Console(highlight=False, soft_wrap=True, emoji=False)


def replay_(
    order: Annotated[
        str | None, typer.Option(help="What is parked about this order (id, or any of its numbers).")
    ] = None,
    message: Annotated[list[UUID] | None, typer.Option(help="This message (id); may be given several times.")] = None,
    fingerprint: Annotated[str | None, typer.Option(help="Dead letters that died alike.")] = None,
    consumer: Annotated[str | None, typer.Option(help="Only in this department.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Parked since then (real time, UTC).")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Run each message and undo it: what does it do?")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it is only told.")] = False,
    reason: Reason = None,
    person: By = None,
    lang: Lang = None,
    data: Data = DATA,
    addresses: Addresses = None,
) -> None:
    """Try parked messages again. A dry run unless --yes --reason; killed half-way and run again it ends the same.

    Without a choice of messages it lists, by cause, what could be tried again, and how.

    Exit 0: told, or all handled; 1: a message stays, or a department did not answer.
    """
    which: dict[str, Any] = {"message_ids": [str(one) for one in message or ()], "fingerprint": fingerprint}
    which |= {"since": since.replace(tzinfo=UTC).isoformat() if since else None}
    which = {name: value for name, value in which.items() if value}
    if person and os.environ.get("GENDAN_TOKEN"):
        raise WrongUse(Text("--as: GENDAN_TOKEN is set, and names who does it"))
    selected = bool(order or consumer or which)
    _insist(selected, consumer, yes, reason, preview)
    speak(lang)
    with saying(speaking(spoken())):
        urls, token = urls_of(data, addresses), token_of(data, person or getpass.getuser())
        if not selected:
            raise typer.Exit(int(asyncio.run(_listed(urls, token, options(data, addresses))) > 0))
        if order:
            which |= _of_order(order, urls, token)
        asked = Ask(which or {"everything": True}, reason if yes else None, preview)
        those = {name: url for name, url in urls.items() if consumer in (None, name)}
        _tell(asyncio.run(replay(those, token, asked)), asked)


def _insist(selected: bool, consumer: str | None, yes: bool, reason: str | None, preview: bool) -> None:
    if (not selected and (yes or preview)) or (yes and len(reason or "") < 5) or (yes and preview):
        raise WrongUse(Text("name what to replay; --yes needs a --reason of 5 characters and no --preview"))
    if consumer and consumer not in DEPARTMENTS:
        raise one_of("--consumer", DEPARTMENTS, consumer)


def _of_order(name: str, urls: Mapping[str, str], token: str) -> dict[str, Any]:
    """The order's id, from the departments when it is a number of its papers; or what never became an order."""
    try:
        return {"order_id": str(UUID(name))}
    except ValueError:
        answers = asyncio.run(ask_about(urls, token, name))
    found = order_of(answers)
    if found is not None:
        return {"order_id": str(found)}
    parked = [str(one.message_id) for a in answers if isinstance(a, Picture) for one in a.parked]
    if parked:
        return {"message_ids": list(dict.fromkeys(parked))[:MESSAGES_MAX]}
    for line in _unknown(name, [answer for answer in answers if isinstance(answer, Silent)]):
        console.print(said(line), markup=False, emoji=False)
    raise typer.Exit(1)


def _unknown(name: str, silent: Sequence[Silent]) -> list[Text]:
    if not silent:
        return [Text("no department knows an order {name}", name=name)]
    away = [
        Text("{department} does not answer: {fault}", department=whom(one.service), fault=one.reason) for one in silent
    ]
    return [Text("no department that answers knows an order {name}", name=name), *away]


async def _listed(urls: Mapping[str, str], token: str, about: str) -> int:
    """What could be tried again, by cause, each with the command that does it; how many departments did not answer."""
    told = await parked_in(urls, token)
    for line in lines_of_groups(told):
        console.print(pasted(line, about), markup=False, emoji=False)
    return sum(bool(each.fault) for each in told)


def _tell(replayed: list[Replayed], asked: Ask) -> None:
    for line in lines(replayed):
        console.print(line, markup=False, emoji=False)
    if any(each.fault for each in replayed) or (asked.reason and not is_done(replayed)):
        raise typer.Exit(1)

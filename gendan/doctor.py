"""The command `gendan doctor`: what a release of before let into the departments' databases, and its healing."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import uuid4

import httpx2
import typer
from rich.console import Console

from contracts.texts import Text, said, saying
from gendan.addresses import DATA
from gendan.language import Lang, speaking
from gendan.options import By, Reason
from gendan.terminal import speak, spoken
from gendan.why.company import Addresses, Data, signed_by, token_of, urls_of
from gendan.wrong_use import WrongUse
from whereabouts.words import whom

LIMIT_S = 660.0
"""Large tables take minutes to read."""
SICK, SILENT = 1, 3
console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
Told = dict[str, Any]


def doctor(
    yes: Annotated[bool, typer.Option("--yes", help="Heal what can be healed; without, it is only told.")] = False,
    reason: Reason = None,
    person: By = None,
    lang: Lang = None,
    data: Data = DATA,
    addresses: Addresses = None,
) -> None:
    """Find dates, counts of days and currencies that cannot be meant in all departments' tables, and heal them.

    A date that stands for "not known" becomes the nearest that there is; what only a person can decide is told.
    Exit 0: nothing left to do; 1: something is left; 3: a department did not answer.
    """
    if yes and len(reason or "") < 5:
        raise WrongUse(Text("--yes needs a --reason of 5 characters"))
    speak(lang)
    with saying(speaking(spoken())):
        urls, token = urls_of(data, addresses), token_of(data, person or getpass.getuser())
        answers = asyncio.run(_ask_all(urls, token, reason if yes else None))
        for department, answer in answers.items():
            for line in lines(department, answer):
                console.print(line)
    raise typer.Exit(_exit_code(answers, healed=yes))


def lines(department: str, answer: Told | str) -> list[str]:
    """What one department looked at and found, in words."""
    called = whom(department)
    if isinstance(answer, str):
        return [said(Text("{department}: does not answer: {fault}", department=called, fault=answer))]
    found, tables = answer["found"], answer["tables"]
    looked = {"department": called, "count": len(tables), "tables": tables}
    if not found:
        return [said(Text("{department}: looked at {count} tables ({tables}): nothing to heal", **looked))]
    head = Text("{department}: looked at {count} tables ({tables}): {found} found", found=len(found), **looked)
    return [said(head), *(f"  {said(_line(finding, healed=answer['healed']))}" for finding in found)]


def _line(finding: Told, *, healed: bool) -> Text:
    if finding["becomes"] is None:
        return Text("{table} {row}: {field} is {came}: for a person: {note}", **finding)
    if healed:
        return Text("{table} {row}: {field} is {came}: now {becomes}", **finding)
    return Text("{table} {row}: {field} is {came}: would become {becomes}", **finding)


def _exit_code(answers: Mapping[str, Told | str], *, healed: bool) -> int:
    if any(isinstance(answer, str) for answer in answers.values()):
        return SILENT
    found = [finding for answer in answers.values() if isinstance(answer, dict) for finding in answer["found"]]
    return SICK if any(finding["becomes"] is None or not healed for finding in found) else 0


async def _ask_all(urls: Mapping[str, str], token: str, reason: str | None) -> dict[str, Told | str]:
    headers = signed_by(token) | {"Idempotency-Key": f"doctor-{uuid4()}"}
    async with httpx2.AsyncClient(timeout=LIMIT_S, trust_env=False, headers=headers) as http:
        answers = await asyncio.gather(*(_ask(http, url, reason) for url in urls.values()))
    return dict(zip(urls, answers, strict=True))


async def _ask(http: httpx2.AsyncClient, url: str, reason: str | None) -> Told | str:
    method, body = ("GET", None) if reason is None else ("POST", {"reason": reason})
    try:
        response = await http.request(method, f"{url}/ops/doctor", json=body)
    except httpx2.TransportError as fault:
        return type(fault).__name__
    if response.status_code != httpx2.codes.OK:
        return f"HTTP {response.status_code}: {response.text[:200]}"
    told: Told = response.json()
    return told

"""Which company a command asks, and with whose token."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from rich.console import Console

from contracts.sentences import language
from contracts.texts import Text, said
from gendan.addresses import DATA, NoCompany, departments
from gendan.identity import signer_of
from gendan.state_file import BadFile

UNKNOWN = 3
Data = Annotated[Path, typer.Option(help="The folder of the running company.")]
Addresses = Annotated[
    Path | None,
    typer.Option(help="A JSON file of each department's URL; with GENDAN_TOKEN it reaches a company anywhere."),
]
console = Console(highlight=False, soft_wrap=True, emoji=False)


def urls_of(data: Path, addresses: Path | None) -> dict[str, str]:
    """Each department's URL; without a company it is told why, and the command ends with 3."""
    try:
        return departments(data, addresses)
    except (NoCompany, BadFile) as fault:
        raise _unknown(fault.text) from None


def token_of(data: Path, person: str) -> str:
    """GENDAN_TOKEN, or one for this person by the company's own key."""
    try:
        roles = ["administrator", "management"]
        return os.environ.get("GENDAN_TOKEN") or signer_of(data).token(person, roles)
    except (NoCompany, BadFile) as fault:
        raise _unknown(Text("{fault}; of a company elsewhere, set GENDAN_TOKEN", fault=fault.text)) from None


def signed_by(token: str) -> dict[str, str]:
    """The headers of who asks, in his language."""
    return {"Authorization": f"Bearer {token}", "Accept-Language": language()}


def options(data: Path, addresses: Path | None) -> str:
    """What leads another command to the same company."""
    named = [f"--data {quote(str(data))}"] if data != DATA else []
    named += [f"--addresses {quote(str(addresses))}"] if addresses else []
    return " ".join(named)


def _unknown(why: Text) -> typer.Exit:
    console.print(said(why), markup=False, emoji=False)
    return typer.Exit(UNKNOWN)

"""The command `gendan token`."""

from __future__ import annotations

from typing import Annotated

import typer

from gendan.addresses import DATA
from gendan.identity import signer_of
from gendan.language import Lang
from gendan.options import Data
from gendan.roles import ROLES
from gendan.told import Told
from gendan.wrong_use import one_of


def token(
    person: Annotated[str, typer.Option("--as", help="The person's code, such as wang.fang.")],
    role: Annotated[list[str], typer.Option(help="A role of the person; may be given several times.")],
    data: Data = DATA,
    lang: Lang = None,
) -> None:
    """Print a bearer token for a person, good for twelve hours."""
    if unknown := sorted(set(role) - set(ROLES)):
        raise one_of("--role", ROLES, ", ".join(unknown))
    try:
        print(signer_of(data).token(person, role))
    except (Told, OSError) as fault:
        from gendan.terminal import failed, speak

        speak(lang)
        raise failed(fault) from None

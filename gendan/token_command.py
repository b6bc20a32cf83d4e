"""The command `gendan token`."""

from __future__ import annotations

from typing import Annotated

import typer

from gendan.addresses import DATA
from gendan.identity import signer_of
from gendan.options import Data
from gendan.roles import ROLES
from gendan.told import Told


def token(
    person: Annotated[str, typer.Option("--as", help="The person's code, such as wang.fang.")],
    role: Annotated[list[str], typer.Option(help="A role of the person; may be given several times.")],
    data: Data = DATA,
) -> None:
    """Print a bearer token for a person, good for twelve hours."""
    if unknown := sorted(set(role) - set(ROLES)):
        raise typer.BadParameter(f"--role: expected one of {', '.join(ROLES)}; came {', '.join(unknown)}")
    try:
        print(signer_of(data).token(person, role))
    except (Told, OSError) as fault:
        from gendan.terminal import failed

        raise failed(fault) from None

"""The command `gendan backup` (ALL-9)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contracts.texts import Text
from gendan.addresses import DATA
from gendan.called import called
from gendan.embedded.backup import back_up
from gendan.language import Lang
from gendan.options import Data
from gendan.terminal import failed, report, speak
from gendan.told import Told


def backup(
    target: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    data: Data = DATA,
    lang: Lang = None,
) -> None:
    """Copy a company that does not run, its database too, to a folder that another one can start on."""
    speak(lang)
    try:
        back_up(data, target)
    except (Told, OSError) as fault:
        raise failed(fault) from None
    how = called(f"up --data {target}")
    report(Text("{target} is a whole copy of {data}; start it with {how}", target=target, data=data, how=how))

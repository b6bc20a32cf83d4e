"""The small files of the data folder: written whole or not at all; of a damaged one it is told which and what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from contracts.texts import Text
from gendan.told import Told

CAME_MAX = 60
"""So many signs of a damaged file are shown."""
T = TypeVar("T")


class BadFile(Told):
    """A file does not hold what belongs there."""


def write(file: Path, text: str, mode: int = 0o644) -> None:
    """Write it beside its place and move it there: who reads, or is killed, never meets half a file."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as out:
        out.write(text)
    part.replace(file)


def read(file: Path, parse: Callable[[str], T], expected: Text | str, what_to_do: Text, *, secret: bool = False) -> T:
    """What the file holds. Raises BadFile where ``parse`` fails; what came is not shown when it is ``secret``."""
    try:
        return parse(file.read_text())
    except (ValueError, LookupError, TypeError, AttributeError):
        came = Text("something else") if secret else _shown(file)
        told = {"file": file, "expected": expected, "came": came, "what_to_do": what_to_do}
        raise BadFile(Text("{file}: expected {expected}, came {came}; {what_to_do}", **told)) from None


def _shown(file: Path) -> Text | str:
    text = file.read_text(errors="replace")
    return repr(text[:CAME_MAX]) + (" …" if len(text) > CAME_MAX else "") if text else Text("an empty file")

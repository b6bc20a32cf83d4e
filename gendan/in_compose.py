"""A play on the company of `compose.yaml`, started with a clock that runs fast; the image `gendan` plays the world."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from contracts.texts import Text
from gendan import elsewhere, state_file, switches
from gendan.told import Told

CHECKOUT = Path(__file__).parents[1]
SETTINGS = CHECKOUT / ".state" / "compose" / "play.env"
"""Read by the departments and the world; `compose.play.yaml` names it."""
PROJECT = "gendan-play"
FILES = ("--file", "compose.yaml", "--file", "compose.play.yaml", "--project-name", PROJECT)


class NoCompose(Told):
    """This machine has no Docker Compose, or it fails."""


def play(rate: float, options: Sequence[str], *, once: bool) -> None:
    """Throw the last play away, begin a company anew, and play on it; ``options`` are those of the demo.

    Unless ``once``, the company stays up. Raises NoCompose, and NoCompose where the play fails.
    """
    compose = (*_compose(), *FILES)
    SETTINGS.parent.mkdir(parents=True, exist_ok=True)
    told = {**elsewhere.begun(rate), **switches.IN_A_PLAY}
    state_file.write(SETTINGS, "".join(f"{name}={value}\n" for name, value in told.items()))
    _run(*compose, "down", "--volumes", "--remove-orphans")
    try:
        _run(*compose, "up", "--detach")
        _run(*compose, "run", "--rm", *([] if sys.stdout.isatty() else ["-T"]), "world", *options)
    finally:
        if once:
            _run(*compose, "down", "--volumes")


def _compose() -> tuple[str, ...]:
    """Docker's plugin, or the program of that name before it was one."""
    plugin = ("docker", "compose")
    if shutil.which("docker") and not subprocess.run((*plugin, "version"), check=False, capture_output=True).returncode:
        return plugin
    if shutil.which("docker-compose"):
        return ("docker-compose",)
    raise NoCompose(Text("Docker Compose is not here"))


def _run(*command: str) -> None:
    if subprocess.run(command, cwd=CHECKOUT, check=False).returncode:
        raise NoCompose(Text("failed: {command}", command=" ".join(command)))

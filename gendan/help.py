"""The help of commands in the reader's language (ALL-5): what is written at their options, and what typer adds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import cleandoc
from typing import Any

import typer
from typer import rich_utils
from typer._click.formatting import HelpFormatter

from contracts.texts import Say, Text


def helps(command: Any) -> Iterator[str]:
    """Each help of a command, of its options and of the commands in it."""
    yield from (cleandoc(one.help) for one in (command, *command.params) if one.help)
    for inner in getattr(command, "commands", {}).values():
        yield from helps(inner)


def translate(command: Any, say: Say) -> None:
    """It speaks another language from here on."""
    command.options_metavar = f"[{say(Text('OPTIONS'))}]"
    if isinstance(command, typer.core.TyperGroup):
        command.subcommand_metavar = say(Text("COMMAND ARGS..."))
    command.context_class = _context(command.context_class, say)
    for one in (command, *command.params):
        one.help = say(Text(cleandoc(one.help))) if one.help else one.help
    shows = command.get_help_option(typer.Context(command))
    shows.help = say(Text("Show this message and exit."))
    for inner in getattr(command, "commands", {}).values():
        translate(inner, say)


@contextmanager
def around(say: Say) -> Iterator[None]:
    """Within it what typer itself writes around a help or a fault is said so: titles and defaults."""
    before = {name: getattr(rich_utils, name) for name in _titles(say)}
    _set(rich_utils, _titles(say))
    try:
        yield
    finally:
        _set(rich_utils, before)


def _set(module: Any, values: dict[str, str]) -> None:
    for name, value in values.items():
        setattr(module, name, value)


def _titles(say: Say) -> dict[str, str]:
    return {
        "ARGUMENTS_PANEL_TITLE": say(Text("Arguments")),
        "OPTIONS_PANEL_TITLE": say(Text("Options")),
        "COMMANDS_PANEL_TITLE": say(Text("Commands")),
        "ERRORS_PANEL_TITLE": say(Text("Wrong use")),
        "REQUIRED_LONG_STRING": f"[{say(Text('required'))}]",
        "DEFAULT_STRING": f"[{say(Text('default: {value}', value='{}'))}]",
        "RICH_HELP": say(Text("Try {how} for help.", how="[blue]'{command_path} {help_option}'[/]")),
    }


def _context(kind: type[Any], say: Say) -> type[Any]:
    """Whose usage has its head in the reader's language."""

    class Formatter(HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or say(Text("Usage: ")))

    return type(kind.__name__, (kind,), {"formatter_class": Formatter})

"""The command `gendan`: what it can do, each loaded only when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from contracts.sentences import DEFAULT
from contracts.texts import Say
from gendan.language import Lang, asked_for, speaking
from gendan.wrong_use import told_in

COMMANDS = {
    "why": ("gendan.why.cli:why", "Why an order is where it is."),
    "stuck": ("gendan.why.cli:stuck", "All that is stuck, grouped by cause."),
    "timeline": ("gendan.why.cli:timeline", "An order's story by department, idle time compressed."),
    "replay": ("gendan.replay_command:replay_", "Try parked messages again."),
    "doctor": (
        "gendan.doctor:doctor",
        "Find dates, counts of days and currencies that cannot be meant in all departments' tables, and heal them.",
    ),
    "up": ("gendan.up_command:up", "Start Kafka, PostgreSQL and the six departments; Ctrl-C stops all."),
    "demo": ("gendan.demo_command:demo", "Play a company with the world outside; then the summary."),
    "import": ("gendan.import_command:import_", "Bring master data and orders to the running company."),
    "token": ("gendan.token_command:token", "Print a bearer token for a person, good for twelve hours."),
    "backup": ("gendan.backup_command:backup", "Keep a company as it is in a new folder, whether it runs or not."),
    "restore": ("gendan.backup_command:restore", "Bring a company back from a backup taken while it ran."),
    "conformance": (
        "gendan.conformance.command:conformance",
        "Whether who stands for a department says and keeps what the contracts ask.",
    ),
    "contracts": ("gendan.contracts_command:contracts", "What is made from the contracts."),
}
"""Where each is, and its line in the list; the command's own docstring says more."""


def loaded(name: str) -> Any:
    """The command itself, with its options; its libraries are loaded here."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)


class Commands(dict[str, Any]):
    """By name: listed, a command is a line of help; taken, it is loaded."""

    def __getitem__(self, name: str) -> Any:
        return loaded(name)


class LoadedWhenAsked(TyperGroup):
    """Lists its commands without loading one: each brings libraries that take a second and more."""

    say: Say = str

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Commands({name: TyperCommand(name, help=line) for name, (_, line) in COMMANDS.items()})

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """The language is that of the words typed, before anybody parses them: they may be wrong."""
        lang = asked_for(typed := sys.argv[1:] if args is None else args)
        if lang == DEFAULT:
            return super().main(typed, *rest, **settings)
        from gendan.help import around, translate

        self.say = speaking(lang)
        translate(self, self.say)
        with around(self.say):
            return super().main(typed, *rest, **settings)

    def make_context(self, *words: Any, **settings: Any) -> Any:
        with told_in(self.say):
            return super().make_context(*words, **settings)

    def invoke(self, ctx: Any) -> Any:
        with told_in(self.say):
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, self._taken(name) if name else command, rest

    def _taken(self, name: str) -> Any:
        command = self.commands[name]
        if self.say is not str:
            from gendan.help import translate

            translate(command, self.say)
        return command


app = typer.Typer(cls=LoadedWhenAsked, no_args_is_help=True, add_completion=False)


@app.callback()
def gendan(ctx: typer.Context, lang: Lang = None) -> None:
    """Follow the order through six departments."""
    if lang:
        ctx.default_map = {name: {"lang": lang} for name in COMMANDS}

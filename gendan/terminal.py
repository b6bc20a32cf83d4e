"""How a command speaks: lines of progress, one clear message for a failure, and an orderly end when interrupted."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import typer
from rich.console import Console
from rich.markup import escape

from contracts.sentences import Language, word
from contracts.texts import Text
from gendan.language import language, speaking
from gendan.told import Told

console = Console(highlight=False, emoji=False)
LANG: ContextVar[Language | None] = ContextVar("lang", default=None)
"""Of the command's own lines; departments that run in its process answer each in its reader's."""


def speak(lang: Language | None) -> None:
    """From here on in this language; without one as the locale says."""
    LANG.set(lang)


def spoken() -> Language:
    return LANG.get() or language(os.environ)


def department_word(name: str) -> str:
    return word(name, spoken())


def in_words(line: Text | str) -> str:
    """What is no text of ours as it is."""
    return speaking(spoken())(line) if isinstance(line, Text) else line


@contextmanager
def interrupted_by_signal() -> Iterator[None]:
    """SIGINT and SIGTERM cancel the work, which then stops everything in order."""
    loop, work = asyncio.get_running_loop(), asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: work and work.cancel())
    yield


def report(line: Text | str) -> None:
    """A line of progress for people."""
    console.print(f"[dim]·[/dim] {escape(in_words(line))}", soft_wrap=True)


def say(line: str, console: Console) -> None:
    """Literally: what people wrote is no markup, and a line is not broken."""
    console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)


def started(work: Coroutine[None, None, None]) -> None:
    """Run it to its end or until it is interrupted; a failure is one clear message and status 1."""
    try:
        asyncio.run(work)
    except asyncio.CancelledError:
        report(Text("stopped"))
    except (Told, OSError) as fault:
        raise failed(fault) from None


def failed(fault: Exception) -> typer.Exit:
    """Tells a failure in one clear message."""
    line = in_words(fault.text) if isinstance(fault, Told) else str(fault)
    Console(stderr=True, highlight=False, emoji=False).print(line, style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)

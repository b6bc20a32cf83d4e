"""How a command speaks: lines of progress, one clear message for a failure, and an orderly end when interrupted."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape

from gendan.told import Told

console = Console(highlight=False, emoji=False)


@contextmanager
def interrupted_by_signal() -> Iterator[None]:
    """SIGINT and SIGTERM cancel the work, which then stops everything in order."""
    loop, work = asyncio.get_running_loop(), asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, lambda: work and work.cancel())
    yield


def report(line: str) -> None:
    """A line of progress for people."""
    console.print(f"[dim]·[/dim] {escape(line)}", soft_wrap=True)


def started(work: Coroutine[None, None, None]) -> None:
    """Run it to its end or until it is interrupted; a failure is one clear message and status 1."""
    try:
        asyncio.run(work)
    except asyncio.CancelledError:
        report("stopped")
    except (Told, OSError) as fault:
        raise failed(fault) from None


def failed(fault: Exception) -> typer.Exit:
    """Tells a failure in one clear message."""
    Console(stderr=True, highlight=False, emoji=False).print(str(fault), style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)

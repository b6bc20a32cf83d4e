"""Servers that an earlier life of ours left running."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from contracts.texts import Text
from gendan.embedded.child import PROBE_EVERY_S, STOP_LIMIT_S, ServerFailed


async def end_leftover(pid: int, mark: str, stop_signal: signal.Signals) -> bool:
    """Stop a server that an earlier life of ours left running; `mark` must be one whole word of its command line.

    A part of a word is not enough: the path of one folder may be the end of another's. Returns whether there was one.
    Raises ServerFailed when it does not go.
    """
    if not await _is_ours(pid, mark):
        return False
    os.kill(pid, stop_signal)
    try:
        async with asyncio.timeout(STOP_LIMIT_S):
            while await _is_ours(pid, mark):
                await asyncio.sleep(PROBE_EVERY_S)
    except TimeoutError:
        told = Text("process {pid} of an earlier start does not stop; end it by hand", pid=pid)
        raise ServerFailed(told) from None
    return True


async def _is_ours(pid: int, mark: str) -> bool:
    return f" {mark} " in f" {await command_line(pid)} "


async def command_line(pid: int) -> str:
    """The command line of a process; empty when there is none (or it is a zombie)."""
    if sys.platform == "linux":
        with suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        return ""
    asked = await asyncio.create_subprocess_exec(
        "ps", "-ww", "-o", "command=", "-p", str(pid), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await asked.communicate()
    return said.decode(errors="replace")

"""A server as our child: own log, watched while it starts, stopped with us, even when we are killed."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from contracts.texts import Text
from gendan.told import Told

LOG_TAIL_LINES = 15
PROBE_EVERY_S = 0.05
STOP_LIMIT_S = 15.0
PR_SET_PDEATHSIG = 1

Probe = Callable[[], Awaitable[bool]]


class ServerFailed(Told):
    """A server did not start or stop as it should; the message ends with the tail of its log."""


@dataclass(frozen=True)
class User:
    """The account a child runs as; None keeps ours."""

    uid: int | None = None
    gid: int | None = None


OURSELVES = User()


@dataclass(frozen=True)
class Child:
    """A running server: its name for people, its process, its log, and the signal it stops cleanly on."""

    name: str
    process: asyncio.subprocess.Process
    log: Path
    stop_signal: signal.Signals

    async def ready(self, probe: Probe, limit_s: float) -> None:
        """Wait until the probe says yes. Raises ServerFailed when the process ends first or the limit passes."""
        try:
            async with asyncio.timeout(limit_s):
                while not await probe():
                    self._insist_on_life()
                    await asyncio.sleep(PROBE_EVERY_S)
        except TimeoutError:
            told = Text("{name} was not ready within {s} s", name=self.name, s=f"{limit_s:.0f}")
            raise failure(told, self.log) from None

    def _insist_on_life(self) -> None:
        if self.process.returncode is not None:
            told = {"name": self.name, "status": self.process.returncode}
            raise failure(Text("{name} ended with status {status} while starting", **told), self.log)

    async def stop(self) -> None:
        """Ask for a clean stop, and end it by force after the limit."""
        with suppress(ProcessLookupError):
            self.process.send_signal(self.stop_signal)
        try:
            await asyncio.wait_for(self.process.wait(), STOP_LIMIT_S)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


async def start(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    stop_signal: signal.Signals,
    user: User = OURSELVES,
    env: Mapping[str, str] | None = None,
) -> Child:
    """Start a server; the log of its previous life is kept beside the new one as `*.log.1`."""
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    process = await _spawn(command, log, stop_signal, user, env)
    return Child(name, process, log, stop_signal)


async def run(
    name: str, command: Sequence[str], *, log: Path, user: User = OURSELVES, env: Mapping[str, str] | None = None
) -> None:
    """Run a tool to its end. Raises ServerFailed with the tail of what it said."""
    process = await _spawn(command, log, signal.SIGKILL, user, env)
    try:
        status = await process.wait()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a base backup has a process of its own that receives the log
        await process.wait()
        raise
    if status != 0:
        raise failure(Text("{name} ended with status {status}", name=name, status=status), log)


async def _spawn(
    command: Sequence[str],
    log: Path,
    stop_signal: signal.Signals,
    user: User,
    env: Mapping[str, str] | None = None,
) -> asyncio.subprocess.Process:
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            cwd="/",  # ours may be closed to the child's user
            user=user.uid,
            group=user.gid,
            extra_groups=None if user.gid is None else [],
            start_new_session=True,  # the terminal's Ctrl-C is for us; we stop our children in order
            preexec_fn=_stops_with_us(stop_signal),
        )


def _stops_with_us(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """What a new child does first on Linux: ask the kernel for its stop signal should we die."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def in_child() -> None:
        prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:  # we died before the request was made
            os._exit(1)

    return in_child


def failure(what: Text, log: Path) -> ServerFailed:
    return ServerFailed(Text("{what}; the end of {log}:\n{lines}", what=what, log=log, lines=tail(log)))


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"  {line}" for line in lines[-LOG_TAIL_LINES:]) or "  (empty)"

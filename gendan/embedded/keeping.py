"""A server that nobody asked to end is started again: soon at first, then later and later."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from contracts.texts import Text
from gendan.embedded.child import Child, Probe

BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 10.0)
LIVED_WELL_S = 60.0

Start = Callable[[], Awaitable[Child]]
Report = Callable[[Text], None]


@asynccontextmanager
async def kept_running(start: Start, probe: Probe, limit_s: float, report: Report) -> AsyncIterator[Child]:
    """A server that answers; until the end of the block it is told when it ends by itself, and started again.

    ``start`` is asked again for each new life, so it must take the same ports and the same data. Raises ServerFailed
    when the first life does not get ready within the limit.
    """
    keeper = _Keeper(await start(), start, report)
    try:
        await keeper.child.ready(probe, limit_s)
        watch = asyncio.create_task(keeper.keep())
        try:
            yield keeper.child
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
    finally:
        await keeper.child.stop()


@dataclass
class _Keeper:
    """Holds the life of a server that runs now."""

    child: Child
    start: Start
    report: Report

    async def keep(self) -> None:
        ends_in_a_row = 0
        while True:
            begun = monotonic()
            status = await self.child.process.wait()
            ends_in_a_row = 0 if monotonic() - begun > LIVED_WELL_S else ends_in_a_row + 1
            wait_s = BACKOFF_S[min(ends_in_a_row, len(BACKOFF_S) - 1)]
            told = {"name": self.child.name, "status": status, "s": wait_s}
            self.report(Text("{name} ended with status {status}; started again in {s} s", **told))
            await asyncio.sleep(wait_s)
            await self._start_again()

    async def _start_again(self) -> None:
        """Where that fails, the old life's end is noticed once more, and waited for longer."""
        try:
            self.child = await self.start()
        except OSError as fault:
            self.report(Text("{name} cannot be started: {fault}", name=self.child.name, fault=fault))
